// Accepts clients on one listening socket, for as long as that is open and through every error.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/http_sessions.hpp"
#include "log/repeat_limit.hpp"

namespace peeringd {

/// To be used on the server's thread alone, once run() has begun. `sessions` must outlive it.
class HttpListener {
 public:
  HttpListener(boost::asio::ip::tcp::acceptor acceptor, HttpSessions& sessions);

  /// Ends after close().
  boost::asio::awaitable<void> run();
  void close();

  /// close(), once those who have connected already are taken in.
  void give_up();

  /// Whether others of this user may listen on the port beside it (SO_REUSEPORT), as they must for
  /// a moment when one listener follows another.
  void share_port(bool shared);

  boost::asio::ip::tcp::endpoint local_endpoint() const;

 private:
  void accept_waiting();
  void report(const boost::system::error_code& error);

  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  HttpSessions& sessions_;
  const bool on_loopback_;
  log::RepeatLimit reports_;
};

}  // namespace peeringd

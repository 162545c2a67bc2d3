// Accepts clients on one listening socket. Continues after errors until the socket is closed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/http_sessions.hpp"
#include "log/repeat_limit.hpp"

namespace peeringd {

/// Server thread only, once run() has begun. `sessions` must outlive the listener.
class HttpListener {
 public:
  HttpListener(boost::asio::ip::tcp::acceptor acceptor, HttpSessions& sessions);

  /// Ends after close().
  boost::asio::awaitable<void> run();
  void close();

  /// Accepts the clients that have already connected, then closes.
  void close_after_backlog();

  /// Sets whether another socket of this user may listen on the port (SO_REUSEPORT), as it must for
  /// a moment when one listener replaces another.
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

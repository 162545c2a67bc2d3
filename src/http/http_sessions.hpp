// All connections that are being served, and which of them has to go when there are too many.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <memory>

#include "http/http_session.hpp"

namespace peeringd {

/// To be used on the server's thread alone. All that it is given must outlive it.
///
/// A new client takes the place of the one that has kept the server waiting longest. A scraper
/// asks as soon as it is connected, and repeats on a new connection what it had asked on one that
/// was closed while idle, so neither a crowd of idle connections nor a flood of silent ones keeps
/// it out. Turning new clients away instead would do exactly that.
class HttpSessions {
 public:
  HttpSessions(const boost::asio::any_io_executor& executor, const HttpLimits& limits,
               const Router& router, HttpAccess& access, InCommon& common);

  /// Makes sure that one more may start, by closing one if need be. False: all are being answered.
  bool make_room();

  /// Waits until make_room() is worth another try, or wake_waiters() was called.
  boost::asio::awaitable<void> room();
  void wake_waiters();

  void start(boost::asio::ip::tcp::socket socket);

  /// Closes each session as soon as it has nothing under way.
  void close_when_answered();

  /// The same for those whose clients were let in by other authorities than those that count now.
  void close_those_of_other_terms();

  /// Closes each session once it has nothing under way, and those left after HttpLimits::drain.
  void drain();

 private:
  using Sessions = std::list<std::shared_ptr<HttpSession>>;

  void now_waiting(HttpSession& session);
  void ended(const std::shared_ptr<HttpSession>& session, const std::exception_ptr& failure);

  const HttpLimits& limits_;
  const Router& router_;
  HttpAccess& access_;
  InCommon& common_;
  Sessions sessions_;  // those that are waiting, in the order in which they began to
  boost::asio::steady_timer room_;
  boost::asio::steady_timer drain_;
};

}  // namespace peeringd

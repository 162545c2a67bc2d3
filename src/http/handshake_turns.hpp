// Who may shake hands next. The server's part of a TLS handshake takes milliseconds with a large
// key, so that a few hundred ClientHellos a second would take all of the server's thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "base/clock.hpp"
#include "http/fair_line.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// Server thread only. Must outlive those that wait.
class HandshakeTurns {
 public:
  explicit HandshakeTurns(const boost::asio::any_io_executor& executor) : pace_(executor) {}

  /// Waits for a turn of `client`, at most `patience`. After each turn passes twice the time that a
  /// handshake costs, so that half of the thread is left to everybody else. `timer` is the waiting
  /// session's: to cancel it ends the wait. False: no turn.
  boost::asio::awaitable<bool> take(IpAddress client, Duration cost, Duration patience,
                                    boost::asio::steady_timer& timer);

 private:
  struct Waiting {
    boost::asio::steady_timer& timer;
    bool granted = false;
  };

  void wait_for_pause();
  void grant_next();

  boost::asio::steady_timer pace_;
  MonotonicTime next_at_{};
  Duration pause_{};
  bool pausing_ = false;
  FairLine<IpAddress, std::shared_ptr<Waiting>> line_;
};

}  // namespace peeringd

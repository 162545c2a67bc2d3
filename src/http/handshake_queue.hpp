// Spaces TLS handshakes out. The server's part takes milliseconds with a large key, so that a few
// hundred ClientHellos a second would take all of the server's thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "base/clock.hpp"
#include "http/fair_queue.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// Server thread only. Must outlive the waiting sessions.
class HandshakeQueue {
 public:
  explicit HandshakeQueue(const boost::asio::any_io_executor& executor) : pace_(executor) {}

  /// Waits for a turn of `client`, at most `patience`. After each turn, waits twice as long as a
  /// handshake takes, so that half of the thread is left for everything else. `timer` is the
  /// waiting session's: cancelling it ends the wait. Returns false if there was no turn.
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
  FairQueue<IpAddress, std::shared_ptr<Waiting>> queue_;
};

}  // namespace peeringd

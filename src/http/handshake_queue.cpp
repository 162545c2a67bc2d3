#include "http/handshake_queue.hpp"

#include <algorithm>
#include <utility>

#include "base/as_result.hpp"

namespace peeringd {

// Cancelling the timer means a turn, or the end of the session.
boost::asio::awaitable<bool> HandshakeQueue::take(IpAddress client, Duration cost,
                                                  Duration patience,
                                                  boost::asio::steady_timer& timer) {
  pause_ = 2 * cost;
  const MonotonicTime now = SystemClock().now();
  if (queue_.empty() && now >= next_at_) {
    next_at_ = now + pause_;
    co_return true;
  }
  const auto self = std::make_shared<Waiting>(Waiting{timer});
  queue_.add(std::move(client), self);
  if (!pausing_) wait_for_pause();
  timer.expires_after(patience);
  co_await timer.async_wait(as_result);
  queue_.remove_if([&](const auto& waiting) { return waiting == self; });
  co_return self->granted;
}

void HandshakeQueue::wait_for_pause() {
  pausing_ = true;
  pace_.expires_after(std::max(next_at_ - SystemClock().now(), Duration::zero()));
  pace_.async_wait([this](const boost::system::error_code& error) {
    pausing_ = false;
    if (!error) grant_next();
  });
}

void HandshakeQueue::grant_next() {
  const auto next = queue_.take();
  if (!next) return;
  (*next)->granted = true;
  (*next)->timer.cancel();
  next_at_ = SystemClock().now() + pause_;
  if (!queue_.empty()) wait_for_pause();
}

}  // namespace peeringd

#include "http/handshake_turns.hpp"

#include <algorithm>
#include <utility>

#include "http/as_result.hpp"

namespace peeringd {

// The timer is cancelled for a turn, or because the session is to end.
boost::asio::awaitable<bool> HandshakeTurns::take(IpAddress client, Duration cost,
                                                  Duration patience,
                                                  boost::asio::steady_timer& timer) {
  pause_ = 2 * cost;
  const MonotonicTime now = SystemClock().now();
  if (line_.empty() && now >= next_at_) {
    next_at_ = now + pause_;
    co_return true;
  }
  const auto self = std::make_shared<Waiting>(Waiting{timer});
  line_.add(std::move(client), self);
  if (!pausing_) wait_for_pause();
  timer.expires_after(patience);
  co_await timer.async_wait(as_result);
  line_.remove_if([&](const auto& waiting) { return waiting == self; });
  co_return self->granted;
}

void HandshakeTurns::wait_for_pause() {
  pausing_ = true;
  pace_.expires_after(std::max(next_at_ - SystemClock().now(), Duration::zero()));
  pace_.async_wait([this](const boost::system::error_code& error) {
    pausing_ = false;
    if (!error) grant_next();
  });
}

void HandshakeTurns::grant_next() {
  const auto next = line_.take();
  if (!next) return;
  (*next)->granted = true;
  (*next)->timer.cancel();
  next_at_ = SystemClock().now() + pause_;
  if (!line_.empty()) wait_for_pause();
}

}  // namespace peeringd

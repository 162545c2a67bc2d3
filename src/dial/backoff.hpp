// The delays between attempts to connect to a server: exponential, with jitter, so that a server
// that comes back is not met by all its clients at once. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "base/clock.hpp"

namespace peeringd {

class Backoff {
 public:
  /// Starts at `first`, and doubles with each call of next(), up to `max`.
  Backoff(Duration first, Duration max) : first_(first), max_(max) {}

  /// The delay before the next attempt, shortened by `jitter` (0 … 1, random) times half of it.
  /// `max` overrides that of the constructor.
  Duration next(double jitter, std::optional<Duration> max = std::nullopt) {
    const Duration longest = max.value_or(max_);
    const Duration delay = std::min(delay_.value_or(first_), longest);
    delay_ = std::min(delay * 2, longest);
    return delay - std::chrono::duration_cast<Duration>(delay * jitter / 2);
  }

  /// The server works: the next delay is the first one again.
  void succeed() { delay_.reset(); }

 private:
  Duration first_;
  Duration max_;
  std::optional<Duration> delay_;
};

}  // namespace peeringd

// The delays between attempts to connect to a server: exponential, with jitter, so that a server
// that comes back is not met by all its clients at once. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "base/clock.hpp"

namespace peeringd {

class Backoff {
 public:
  /// The first delay, which doubles up to `last` with each failure.
  Backoff(Duration first, Duration last) : first_(first), last_(last) {}

  /// The delay before the next attempt, at most `last` if given. `jitter` (0 … 1, random) is the
  /// share of half the delay to leave out.
  Duration next(double jitter, std::optional<Duration> last = std::nullopt) {
    const Duration longest = last.value_or(last_);
    const Duration delay = std::min(delay_.value_or(first_), longest);
    delay_ = std::min(delay * 2, longest);
    return delay - std::chrono::duration_cast<Duration>(delay * jitter / 2);
  }

  /// The server works: the next delay is the first one again.
  void succeed() { delay_.reset(); }

 private:
  Duration first_;
  Duration last_;
  std::optional<Duration> delay_;
};

}  // namespace peeringd

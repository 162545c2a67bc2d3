// When a target is probed: at fixed instants, spread by a hash of its name, so that the probes of
// many targets never bunch up and none drifts. Pure arithmetic on the monotonic clock.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.hpp"

namespace peeringd {

/// The instants `phase + n * interval` since the epoch of the monotonic clock. The number n of an
/// instant also numbers the probe that leaves at it.
struct Cadence {
  Duration interval{};
  Duration phase{};  ///< 0 <= phase < interval
};

/// The cadence of the target called `key`: the same key and interval always give the same phase,
/// in whole milliseconds, across restarts and hosts.
Cadence make_cadence(std::string_view key, Duration interval);

/// The instant of tick `number`.
MonotonicTime instant_of(const Cadence& cadence, std::uint64_t number);

/// Number of the first tick at or after `time`.
std::uint64_t first_tick_from(const Cadence& cadence, MonotonicTime time);

/// Number of the last tick at or before `time`. Requires a `time` of at least one interval after
/// the epoch, as any running machine's is after a moment; earlier times give 0.
std::uint64_t last_tick_until(const Cadence& cadence, MonotonicTime time);

/// What to do about a tick that is due.
struct TickDecision {
  bool probe = false;         ///< whether to send a probe now,
  std::uint64_t number = 0;   ///< and its number
  std::uint64_t skipped = 0;  ///< ticks that are given up, being too late
  std::uint64_t next = 0;     ///< number of the tick to wait for
};

/// Tick `due` is due, and perhaps more after it: only the latest may still be probed, and only when
/// it is late by no more than a tenth of the interval. Later it would bunch up with others, and the
/// samples would no longer be evenly spaced. Requires now >= instant_of(cadence, due).
TickDecision decide_tick(const Cadence& cadence, std::uint64_t due, MonotonicTime now);

}  // namespace peeringd

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

/// A probe that is late by more than this is skipped: it would bunch up with others, and the
/// samples would no longer be evenly spaced. A tenth of the interval.
Duration lateness_limit(const Cadence& cadence);

}  // namespace peeringd

// When a target is probed: at fixed instants, spread by a hash of its name, so that probes of many
// targets never bunch up and none drifts. Pure arithmetic on the monotonic clock.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.hpp"

namespace peeringd {

/// A burst of `count` probes (usually one), `spacing` apart, at `phase + n * interval` for every n
/// since the epoch of the monotonic clock. Probe numbers are consecutive from 0 at the epoch.
struct Cadence {
  Duration interval{};
  Duration phase{};         ///< 0 <= phase < interval
  std::uint32_t count = 1;  ///< probes in a burst
  Duration spacing{};       ///< (count - 1) * spacing < interval
};

/// The cadence of the target named `key`. The same key and interval always give the same phase,
/// across restarts and hosts. Phases are whole milliseconds, or multiples of five from an interval
/// of half a second on, so that many targets share a wake-up.
Cadence make_cadence(std::string_view key, Duration interval, std::uint32_t count = 1,
                     Duration spacing = {});

/// When probe `number` is due.
MonotonicTime instant_of(const Cadence& cadence, std::uint64_t number);

/// The number of the last probe that is due at or before `time`; 0 if there is none.
std::uint64_t last_tick_until(const Cadence& cadence, MonotonicTime time);

/// Number of the first probe due at or after `time`.
std::uint64_t first_tick_from(const Cadence& cadence, MonotonicTime time);

/// What to do when a tick is due.
struct TickDecision {
  bool probe = false;         ///< whether to send a probe now, …
  std::uint64_t number = 0;   ///< … and its number
  std::uint64_t skipped = 0;  ///< ticks that are skipped because they are too late
  std::uint64_t next = 0;     ///< number of the tick to wait for
};

/// Decides what to do at `now` about tick `due` and any later ticks that are due by then. Only the
/// latest may still be probed, unless it is too late: by more than half the interval or a second,
/// whichever is less; within a burst, by more than half the spacing. The others are skipped.
/// Lateness costs evenness only, as a round-trip time counts from the actual departure. Requires
/// now >= instant_of(cadence, due).
TickDecision decide_tick(const Cadence& cadence, std::uint64_t due, MonotonicTime now);

}  // namespace peeringd

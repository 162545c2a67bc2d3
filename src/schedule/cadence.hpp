// When a target is probed: at fixed instants, spread by a hash of its name, so that the probes of
// many targets never bunch up and none drifts. Pure arithmetic on the monotonic clock.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.hpp"

namespace peeringd {

/// A burst of `count` probes, `spacing` apart, at `phase + n * interval` for every n since the
/// epoch of the monotonic clock; mostly a burst of one. Probes are numbered through, from 0 at the
/// epoch.
struct Cadence {
  Duration interval{};
  Duration phase{};         ///< 0 <= phase < interval
  std::uint32_t count = 1;  ///< probes in a burst
  Duration spacing{};       ///< (count - 1) * spacing < interval
};

/// The cadence of the target called `key`: the same key and interval always give the same phase,
/// across restarts and hosts. In whole milliseconds, from half a second on in multiples of five, so
/// that many targets share a wake-up.
Cadence make_cadence(std::string_view key, Duration interval, std::uint32_t count = 1,
                     Duration spacing = {});

/// When probe `number` is due.
MonotonicTime instant_of(const Cadence& cadence, std::uint64_t number);

/// Number of the last probe due at or before `time`. Requires a `time` of at least one interval
/// after the epoch, as any running machine's is after a moment; earlier times give 0.
std::uint64_t last_tick_until(const Cadence& cadence, MonotonicTime time);

/// Number of the first probe due at or after `time`.
std::uint64_t first_tick_from(const Cadence& cadence, MonotonicTime time);

/// What to do about a tick that is due.
struct TickDecision {
  bool probe = false;         ///< whether to send a probe now,
  std::uint64_t number = 0;   ///< and its number
  std::uint64_t skipped = 0;  ///< ticks that are given up, being too late
  std::uint64_t next = 0;     ///< number of the tick to wait for
};

/// Tick `due` is due, and perhaps more after it: only the latest may still be probed, and only when
/// it is not too late: by half the interval but never more than a second, or within a burst by half
/// the spacing. A round-trip time counts from the actual departure, so evenness is all that
/// lateness costs; later than that, a probe would be closer to the next than to its own instant.
/// Requires now >= instant_of(cadence, due).
TickDecision decide_tick(const Cadence& cadence, std::uint64_t due, MonotonicTime now);

}  // namespace peeringd

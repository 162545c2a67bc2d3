// Decides when a prefix is traced. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace peeringd {

enum class TracePurpose : std::uint8_t {
  before,  ///< while probes are answered: where the path leads
  now,     ///< while none is answered: where it ends
};

/// The measurements of a prefix at one assessment.
struct TraceInput {
  std::optional<MonotonicTime> last_answer{};  ///< to any probe that measures the edge
  std::optional<MonotonicTime> down_since{};   ///< set while the prefix is down
  Duration interval{};                         ///< interval of the probe that is sent most often
};

/// When the last traces of a prefix began.
struct TraceTimes {
  std::optional<MonotonicTime> before{};
  std::optional<MonotonicTime> now{};
};

/// A prefix whose probes are answered is traced once an hour, for later comparison.
inline constexpr Duration trace_before_pause = std::chrono::hours{1};

/// A prefix that falls silent is traced before it counts as down, so that its event has the trace:
/// after this time and one and a half intervals.
inline constexpr Duration shortest_suspicion = std::chrono::seconds{8};

/// At most one trace a minute, however often it falls silent.
inline constexpr Duration trace_now_pause = std::chrono::minutes{1};

/// The trace that is due; each silence gets one.
std::optional<TracePurpose> due_trace(const TraceInput& input, const TraceTimes& times,
                                      MonotonicTime now);

}  // namespace peeringd

#include "trace/trace_times.hpp"

#include <algorithm>

namespace peeringd {
namespace {

// Since when the prefix has been silent, if that is long enough.
std::optional<MonotonicTime> silence(const TraceInput& input, MonotonicTime now) {
  if (!input.last_answer) return input.down_since;
  const Duration least = std::max(shortest_suspicion, input.interval + input.interval / 2);
  if (input.down_since || now - *input.last_answer >= least) return input.last_answer;
  return std::nullopt;
}

bool rests(const std::optional<MonotonicTime>& last, Duration pause, MonotonicTime now) {
  return last && now - *last < pause;
}

}  // namespace

std::optional<TracePurpose> due_trace(const TraceInput& input, const TraceTimes& times,
                                      MonotonicTime now) {
  if (const auto since = silence(input, now)) {
    const bool done = times.now && *times.now > *since;
    if (done || rests(times.now, trace_now_pause, now)) return std::nullopt;
    return TracePurpose::now;
  }
  const bool answers = input.last_answer && now - *input.last_answer < shortest_suspicion / 2;
  if (!answers || rests(times.before, trace_before_pause, now)) return std::nullopt;
  return TracePurpose::before;
}

}  // namespace peeringd

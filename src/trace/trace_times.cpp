#include "trace/trace_times.hpp"

#include <algorithm>

namespace peeringd {
namespace {

// Since when the prefix is silent, if it has been for long enough.
std::optional<MonotonicTime> silence(const TraceSigns& signs, MonotonicTime now) {
  if (!signs.last_answer) return signs.down_since;
  const Duration least = std::max(shortest_suspicion, signs.interval + signs.interval / 2);
  if (signs.down_since || now - *signs.last_answer >= least) return signs.last_answer;
  return std::nullopt;
}

bool rests(const std::optional<MonotonicTime>& last, Duration pause, MonotonicTime now) {
  return last && now - *last < pause;
}

}  // namespace

std::optional<TracePurpose> due_trace(const TraceSigns& signs, const TraceTimes& times,
                                      MonotonicTime now) {
  if (const auto since = silence(signs, now)) {
    const bool done = times.now && *times.now > *since;
    if (done || rests(times.now, trace_now_pause, now)) return std::nullopt;
    return TracePurpose::now;
  }
  const bool answers = signs.last_answer && now - *signs.last_answer < shortest_suspicion / 2;
  if (!answers || rests(times.before, trace_before_pause, now)) return std::nullopt;
  return TracePurpose::before;
}

}  // namespace peeringd

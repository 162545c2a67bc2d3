#include "engine/host_events.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/duration.hpp"

namespace peeringd {
namespace {

bool rests(const std::optional<MonotonicTime>& last_event, MonotonicTime now) {
  return last_event && now - *last_event < HostEvents::pause;
}

std::string in_milliseconds(Duration duration) {
  return format_duration(std::chrono::round<std::chrono::milliseconds>(duration));
}

Event event(EventKind kind, EventLevel level, std::string summary, EventField field) {
  return {kind, level, {}, std::move(summary), {std::move(field)}};
}

}  // namespace

std::vector<Event> HostEvents::events_of(const Disturbances& disturbances, MonotonicTime now) {
  pending_.suspended += disturbances.suspended;
  pending_.latest = std::max(pending_.latest, disturbances.latest);
  pending_.skipped += disturbances.skipped;
  pending_.dropped_answers += disturbances.dropped_answers;
  std::vector<Event> events;
  if (pending_.suspended > Duration{} && !rests(suspended_at_, now)) {
    suspended_at_ = now;
    const Duration suspended = std::exchange(pending_.suspended, {});
    events.push_back(event(EventKind::host_suspended, EventLevel::info,
                           "the host was suspended for " + in_milliseconds(suspended) +
                               "; probes in flight are inconclusive",
                           {"seconds", to_seconds(suspended)}));
  }
  if (pending_.latest >= shortest_lateness && !rests(late_at_, now)) {
    late_at_ = now;
    const Duration latest = std::exchange(pending_.latest, {});
    const std::uint64_t skipped = std::exchange(pending_.skipped, 0);
    events.push_back({EventKind::host_late,
                      EventLevel::warning,
                      {},
                      "the probing loop was late by " + in_milliseconds(latest) +
                          ": the host was busy or the process stopped; probes skipped: " +
                          std::to_string(skipped),
                      {{"seconds", to_seconds(latest)}, {"skipped", skipped}}});
  }
  if (pending_.dropped_answers > 0 && !rests(dropped_at_, now)) {
    dropped_at_ = now;
    const std::uint64_t count = std::exchange(pending_.dropped_answers, 0);
    events.push_back(event(EventKind::answers_dropped, EventLevel::warning,
                           "the kernel dropped " + std::to_string(count) +
                               " answers because receive buffers were full",
                           {"count", count}));
  }
  return events;
}

}  // namespace peeringd

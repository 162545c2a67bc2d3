#include "engine/host_events.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/duration.hpp"

namespace peeringd {
namespace {

std::string in_milliseconds(Duration duration) {
  return format_duration(std::chrono::round<std::chrono::milliseconds>(duration));
}

Event event(EventKind kind, EventLevel level, std::string summary, EventField field) {
  return {kind, level, {}, std::move(summary), {std::move(field)}};
}

}  // namespace

bool HostEvents::may_publish(EventKind kind, MonotonicTime now) {
  return limit_.admit(static_cast<std::uint64_t>(kind), now).has_value();
}

std::vector<Event> HostEvents::events_of(const Disturbances& disturbances, MonotonicTime now) {
  pending_.suspended += disturbances.suspended;
  pending_.latest = std::max(pending_.latest, disturbances.latest);
  pending_.skipped += disturbances.skipped;
  pending_.dropped_answers += disturbances.dropped_answers;
  std::vector<Event> events;
  if (pending_.suspended > Duration{} && may_publish(EventKind::host_suspended, now)) {
    const Duration suspended = std::exchange(pending_.suspended, {});
    events.push_back(event(EventKind::host_suspended, EventLevel::info,
                           "the host was suspended for " + in_milliseconds(suspended) +
                               "; probes in flight are inconclusive",
                           {"seconds", to_seconds(suspended)}));
  }
  if (pending_.latest >= shortest_lateness && may_publish(EventKind::host_late, now)) {
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
  if (pending_.dropped_answers > 0 && may_publish(EventKind::answers_dropped, now)) {
    const std::uint64_t count = std::exchange(pending_.dropped_answers, 0);
    events.push_back(event(EventKind::answers_dropped, EventLevel::warning,
                           "the kernel dropped " + std::to_string(count) +
                               " answers because receive buffers were full",
                           {"count", count}));
  }
  return events;
}

}  // namespace peeringd

#include "daemon/route_events.hpp"

#include <string>

#include "model/config.hpp"

namespace peeringd {
namespace {

// One event can follow for each prefix at once: it compares names in place.
Reach reach_of(const EventSubject& subject, const Assessment& assessment) {
  const auto& connections = assessment.config().connections;
  const auto& prefixes = assessment.snapshot->prefixes;
  for (std::size_t i = 0; i < prefixes.size() && i < assessment.reach.prefixes.size(); ++i) {
    const ConnectionConfig& connection = connections[prefixes[i].connection];
    if (connection.prefixes[prefixes[i].prefix].label == subject.prefix &&
        connection.name == subject.connection) {
      return assessment.reach.prefixes[i].reach;
    }
  }
  return Reach::unknown;
}

}  // namespace

Event with_probe_state(Event event, const Assessment* assessment) {
  if (event.level < EventLevel::warning || assessment == nullptr) return event;
  const Reach reach = reach_of(event.subject, *assessment);
  if (reach != Reach::up && reach != Reach::down) return event;
  const bool up = reach == Reach::up;
  event.summary +=
      up ? "; probes from the prefix are answered" : "; probes from the prefix are not answered";
  event.fields.emplace_back("probes", std::string(up ? "answered" : "unanswered"));
  return event;
}

}  // namespace peeringd

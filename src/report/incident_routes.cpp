#include "report/incident_routes.hpp"

#include <boost/json/array.hpp>

#include "model/route_event.hpp"
#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

const char* phase_of(const IncidentPhases& phases, WallTime time) {
  if (time < WallTime{phases.from}) return "before";
  const bool goes_on = phases.until == phases.end;
  return goes_on || time < WallTime{phases.until} ? "during" : "after";
}

json::object route_event_object(const Event& event, const IncidentPhases& phases) {
  return {{"time", time_text(event.time)},
          {"phase", phase_of(phases, event.time)},
          {"prefix", event.subject.prefix},
          {"kind", name_of(event.kind)},
          {"level", text_or_null(text_field(event, "eventLevel"))},
          {"summary", event.summary}};
}

}  // namespace

json::object incident_routes(const IncidentView& view) {
  json::array events;
  std::size_t total = 0;
  for (const Event& event : view.events) {
    if (!is_route_event(event.kind)) continue;
    if (++total <= max_incident_route_events) {
      events.push_back(route_event_object(event, view.phases));
    }
  }
  return {{"total", total}, {"events", std::move(events)}};
}

}  // namespace peeringd

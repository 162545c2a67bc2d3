#include "report/events_json.hpp"

#include <boost/json/serialize.hpp>
#include <variant>

#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

json::object event_object(const Event& event) {
  json::object fields;
  if (!event.subject.group.empty()) fields["redundancy_group"] = event.subject.group;
  for (const auto& [name, value] : event.fields) {
    fields[name] = std::visit([](const auto& each) { return json::value(each); }, value);
  }
  return {{"time", time_text(event.time)},
          {"kind", name_of(event.kind)},
          {"level", name_of(event.level)},
          {"connection", text_or_null(event.subject.connection)},
          {"prefix", text_or_null(event.subject.prefix)},
          {"endpoint", text_or_null(event.subject.endpoint)},
          {"summary", event.summary},
          {"fields", std::move(fields)}};
}

}  // namespace

std::string events_json(const EventPage& page) {
  json::array events;
  for (const Event& event : page.events) events.push_back(event_object(event));
  json::object document{{"events", std::move(events)}, {"next", nullptr}};
  if (page.next) document["next"] = *page.next;
  return json::serialize(document) + "\n";
}

}  // namespace peeringd

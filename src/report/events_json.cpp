#include "report/events_json.hpp"

#include <boost/json/serialize.hpp>

#include "report/json_values.hpp"

namespace peeringd {

namespace json = boost::json;

std::string events_json(const EventPage& page) {
  json::array events;
  for (const Event& event : page.events) events.push_back(event_object(event));
  json::object document{{"events", std::move(events)}, {"next", nullptr}};
  if (page.next) document["next"] = *page.next;
  return json::serialize(document) + "\n";
}

}  // namespace peeringd

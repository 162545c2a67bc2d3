// The events of routes in the evidence of an incident. Pure. Internal to this folder.
#pragma once

#include <boost/json/object.hpp>

#include "model/incident_view.hpp"

namespace peeringd {

/// Maximum number of listed events. The oldest come first.
inline constexpr std::size_t max_incident_route_events = 50;

/// `{"total": …, "events": […]}`: those of the incident's prefixes before, during and after it.
boost::json::object incident_routes(const IncidentView& view);

}  // namespace peeringd

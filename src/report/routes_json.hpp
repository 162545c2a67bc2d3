// The routes of prefixes as JSON: the response of `/api/v1/routes`, and the member `routes` of
// prefixes in `/api/v1/connections`. Described in docs/api/README.md.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "model/route_report.hpp"
#include "model/route_source_status.hpp"

namespace peeringd {

/// `{active, backup, sessions, anomalies, visibility}`. Any thread.
boost::json::object routes_object(const PrefixRouteReport& prefix, const Instant& now);

/// `{"time": …, "sources": […], "prefixes": [{connection, prefix, …}]}`, with the members of
/// routes_object() and more. `report` may be null: nothing is configured yet. Any thread.
std::string routes_json(const RouteReport* report, const RouteSourceFacts& facts,
                        const Instant& now);

}  // namespace peeringd

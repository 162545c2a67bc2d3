// The sources of routes as JSON: the member `sources` of `/api/v1/routes`. Internal to this folder.
#pragma once

#include <boost/json/array.hpp>

#include "model/route_rules.hpp"
#include "model/route_source_status.hpp"

namespace peeringd {

/// Each configured source, with its state in words.
boost::json::array route_sources(const RouteSources& config, const RouteSourceFacts& facts);

/// The status of a BMP router; null if it is not in use.
const RouteSourceStatus* status_of_router(const RouteSourceFacts& facts, const std::string& name);

}  // namespace peeringd

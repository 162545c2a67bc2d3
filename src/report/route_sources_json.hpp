// The sources of routes as JSON: the member `sources` of `/api/v1/routes`. Internal to this folder.
#pragma once

#include <boost/json/array.hpp>

#include "model/feed_status.hpp"
#include "model/route_rules.hpp"

namespace peeringd {

/// Each configured source, with its state in words.
boost::json::array route_sources(const RouteSources& config, const FeedFacts& facts);

/// The status of a BMP router; null if it is not in use.
const FeedStatus* status_of_router(const FeedFacts& facts, const std::string& name);

}  // namespace peeringd

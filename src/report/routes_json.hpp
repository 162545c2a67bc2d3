// The routes of prefixes as JSON: the response of `/api/v1/routes`, described in
// docs/api/README.md.
#pragma once

#include <string>

#include "model/feed_status.hpp"
#include "model/route_report.hpp"

namespace peeringd {

/// `{"time": …, "sources": […], "prefixes": […]}`. `report` may be null: nothing is configured yet.
/// Any thread.
std::string routes_json(const RouteReport* report, const FeedFacts& facts, const Instant& now);

}  // namespace peeringd

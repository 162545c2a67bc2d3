// What is reported about each configured RTR cache. Pure.
#pragma once

#include <string>
#include <vector>

#include "model/route_rules.hpp"
#include "model/route_source_status.hpp"

namespace peeringd {

/// The status with this name; null if there is none.
RouteSourceStatus* find_status(std::vector<RouteSourceStatus>& statuses, const std::string& name);

/// One status per cache, in their order, with its host_and_port() as name: that of `before`, or a
/// new one.
std::vector<RouteSourceStatus> statuses_of(const std::vector<RtrCache>& caches,
                                           std::vector<RouteSourceStatus> before);

}  // namespace peeringd

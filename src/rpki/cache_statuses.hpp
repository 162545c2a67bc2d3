// What is reported about each configured RTR cache. Pure.
#pragma once

#include <string>
#include <vector>

#include "model/feed_status.hpp"
#include "model/route_rules.hpp"

namespace peeringd {

/// `host:port`, or `[address]:port` for an IPv6 address.
std::string name_of(const RtrCache& cache);

/// The status with this name; null if there is none.
FeedStatus* find_status(std::vector<FeedStatus>& statuses, const std::string& name);

/// One status per cache, in their order: that of `before`, or a new one.
std::vector<FeedStatus> statuses_of(const std::vector<RtrCache>& caches,
                                    std::vector<FeedStatus> before);

}  // namespace peeringd

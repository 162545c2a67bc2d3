#include "rpki/cache_statuses.hpp"

#include <algorithm>
#include <utility>

namespace peeringd {

std::string name_of(const RtrCache& cache) {
  const bool ipv6 = cache.host.find(':') != std::string::npos;
  return (ipv6 ? "[" + cache.host + "]" : cache.host) + ":" + std::to_string(cache.port);
}

RouteSourceStatus* find_status(std::vector<RouteSourceStatus>& statuses, const std::string& name) {
  const auto found =
      std::find_if(statuses.begin(), statuses.end(),
                   [&](const RouteSourceStatus& status) { return status.name == name; });
  return found == statuses.end() ? nullptr : &*found;
}

std::vector<RouteSourceStatus> statuses_of(const std::vector<RtrCache>& caches,
                                           std::vector<RouteSourceStatus> before) {
  std::vector<RouteSourceStatus> statuses;
  for (const RtrCache& cache : caches) {
    RouteSourceStatus status;
    status.name = name_of(cache);
    const RouteSourceStatus* const known = find_status(before, status.name);
    statuses.push_back(known != nullptr ? *known : std::move(status));
  }
  return statuses;
}

}  // namespace peeringd

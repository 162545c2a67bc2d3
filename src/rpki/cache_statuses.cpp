#include "rpki/cache_statuses.hpp"

#include <algorithm>
#include <utility>

#include "base/host_and_port.hpp"

namespace peeringd {

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
    status.name = host_and_port(cache.host, cache.port);
    const RouteSourceStatus* const known = find_status(before, status.name);
    statuses.push_back(known != nullptr ? *known : std::move(status));
  }
  return statuses;
}

}  // namespace peeringd

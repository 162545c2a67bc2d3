#include "connection/own_endpoints.hpp"

#include <algorithm>

#include "net/ip_prefix.hpp"

namespace peeringd {

std::vector<std::string> warnings_of_own_endpoints(const Config& config,
                                                   const LocalNetwork& network) {
  std::vector<std::string> warnings;
  for (const EndpointConfig& endpoint : config.endpoints) {
    if (!endpoint.address || !unusable_range(*endpoint.address).empty()) continue;
    const bool is_own = std::ranges::any_of(network.addresses, [&](const LocalAddress& local) {
      return local.address == *endpoint.address;
    });
    if (!is_own) continue;
    warnings.push_back(
        "endpoint " + endpoint.name + ": " + endpoint.host +
        " is an address of this host: probes of it do not go through the connection");
  }
  return warnings;
}

}  // namespace peeringd

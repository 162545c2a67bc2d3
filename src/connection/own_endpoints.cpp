#include "connection/own_endpoints.hpp"

#include "model/config.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

std::vector<std::string> warnings_of_own_endpoints(const Config& config,
                                                   const LocalNetwork& network) {
  std::vector<std::string> warnings;
  for (const EndpointConfig& endpoint : config.endpoints) {
    if (!endpoint.address || !unusable_range(*endpoint.address).empty()) continue;
    if (!is_local(network, *endpoint.address)) continue;
    warnings.push_back(
        "endpoint " + endpoint.name + ": " + endpoint.host +
        " is an address of this host: probes of it do not go through the connection");
  }
  return warnings;
}

}  // namespace peeringd

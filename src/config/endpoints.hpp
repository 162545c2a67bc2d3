// The Microsoft edge endpoints of all files.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/alerts.hpp"
#include "config/probing.hpp"
#include "model/endpoint_config.hpp"

namespace peeringd {

/// What an endpoint says of alerts, and where it is.
struct EndpointAlerts {
  Node endpoint;
  std::shared_ptr<const AlertBlock> block;  ///< never null
};

struct EndpointList {
  std::vector<EndpointConfig> endpoints;
  std::map<std::string, std::size_t> index_of;  ///< by name
  std::vector<Place> places;                    ///< of each endpoint's name
  std::vector<EndpointAlerts> alerts;           ///< of each endpoint that was written as such
  Setting longest_interval;                     ///< of all probes
  /// False when a file could not be read: then an unknown endpoint may be one of that file.
  bool complete = true;
};

/// False for addresses that no host has. Loopback, link-local and private ones are fine: a lab has
/// them.
bool is_host_address(const IpAddress& address);

/// Reads the value of `host` into `host` and `address`; reports its errors.
void read_host(const Node& node, EndpointConfig& endpoint);

/// Adds the endpoints of one file; `node` is the value of `endpoints`.
void read_endpoints(const Node& node, const Timing& inherited, EndpointList& list);

}  // namespace peeringd

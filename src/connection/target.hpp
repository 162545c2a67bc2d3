// What is to be probed: every connection times its prefixes, endpoints and probes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.hpp"

namespace peeringd {

/// One series of probes, as indexes into the Config it was made from.
struct Target {
  std::uint32_t connection = 0;
  std::uint32_t prefix = 0;    ///< within the connection
  std::uint32_t endpoint = 0;  ///< of the Config
  std::uint32_t probe = 0;     ///< within the endpoint

  friend bool operator==(const Target&, const Target&) = default;
};

/// All targets, in the order of the configuration. An endpoint given as an address is not combined
/// with prefixes of the other family.
std::vector<Target> expand_targets(const Config& config);

const ConnectionConfig& connection_of(const Config& config, const Target& target);
const PrefixConfig& prefix_of(const Config& config, const Target& target);
const EndpointConfig& endpoint_of(const Config& config, const Target& target);
const ProbeConfig& probe_of(const Config& config, const Target& target);

/// Whether the target measures the way to the Microsoft edge, and so counts in the figures of its
/// prefix and connection: not those that ask where the traffic leaves, or that measure a resolver.
bool measures_edge(const Config& config, const Target& target);

/// `connection/prefix/endpoint/probe`: the same for the same target in any configuration.
std::string name_of(const Config& config, const Target& target);

}  // namespace peeringd

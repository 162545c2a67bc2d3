#include "model/target.hpp"

#include "model/config.hpp"
#include "model/edge_paths.hpp"

namespace peeringd {

const ConnectionConfig& connection_of(const Config& config, const Target& target) {
  return config.connections[target.connection];
}

const PrefixConfig& prefix_of(const Config& config, const Target& target) {
  return connection_of(config, target).prefixes[target.prefix];
}

const EndpointConfig& endpoint_of(const Config& config, const Target& target) {
  return config.endpoints[target.endpoint];
}

const ProbeConfig& probe_of(const Config& config, const Target& target) {
  return endpoint_of(config, target).probes[target.probe];
}

bool measures_edge(const Config& config, const Target& target) {
  return measures_edge(endpoint_of(config, target), probe_of(config, target));
}

TargetKey key_of(const Config& config, const Target& target) {
  return {connection_of(config, target).name, prefix_of(config, target).label,
          endpoint_of(config, target).name, probe_of(config, target).label};
}

std::string to_string(const TargetKey& key) {
  return key.connection + "/" + key.prefix + "/" + key.endpoint + "/" + key.probe;
}

std::string name_of(const Config& config, const Target& target) {
  return to_string(key_of(config, target));
}

}  // namespace peeringd

#include "metrics/families.hpp"
#include "model/config.hpp"

namespace peeringd {

Labels labels_of(const Config& config, const Target& target) {
  return {{"connection", connection_of(config, target).name},
          {"prefix", prefix_of(config, target).label},
          {"endpoint", endpoint_of(config, target).name},
          {"probe", probe_of(config, target).label}};
}

Labels labels_of(const Config& config, const PrefixSnapshot& prefix) {
  const ConnectionConfig& connection = config.connections[prefix.connection];
  return {{"connection", connection.name}, {"prefix", connection.prefixes[prefix.prefix].label}};
}

Labels labels_of(const Snapshot& snapshot, const TargetSnapshot& target) {
  return labels_of(*snapshot.config, target.target);
}

Labels labels_of(const Snapshot& snapshot, const PathRollup& path) {
  return with(labels_of(*snapshot.config, snapshot.prefixes[path.prefix]), "endpoint",
              snapshot.config->endpoints[path.endpoint].name);
}

Labels labels_of(const Config& config, const PrefixStatus& prefix) {
  const ConnectionConfig& connection = config.connections[prefix.connection];
  return {{"connection", connection.name}, {"prefix", connection.prefixes[prefix.prefix].label}};
}

Labels labels_of(const Config& config, const PathStatus& path) {
  const ConnectionConfig& connection = config.connections[path.connection];
  return {{"connection", connection.name},
          {"prefix", connection.prefixes[path.prefix].label},
          {"endpoint", config.endpoints[path.endpoint].name}};
}

}  // namespace peeringd

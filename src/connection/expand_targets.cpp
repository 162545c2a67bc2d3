#include "connection/expand_targets.hpp"

#include "model/config.hpp"
#include "model/edge_paths.hpp"

namespace peeringd {
namespace {

void append_probes(std::vector<Target>& targets, Target target, const PrefixConfig& prefix,
                   const EndpointConfig& endpoint) {
  for (target.probe = 0; target.probe < endpoint.probes.size(); ++target.probe) {
    if (is_probed(prefix, endpoint, endpoint.probes[target.probe])) targets.push_back(target);
  }
}

}  // namespace

std::vector<Target> expand_targets(const Config& config) {
  std::vector<Target> targets;
  for (std::uint32_t c = 0; c < config.connections.size(); ++c) {
    const ConnectionConfig& connection = config.connections[c];
    for (std::uint32_t p = 0; p < connection.prefixes.size(); ++p) {
      for (const std::size_t e : connection.endpoints) {
        const EndpointConfig& endpoint = config.endpoints[e];
        if (!has_path(connection.prefixes[p], endpoint)) continue;
        append_probes(targets, {c, p, static_cast<std::uint32_t>(e), 0}, connection.prefixes[p],
                      endpoint);
      }
    }
  }
  return targets;
}

}  // namespace peeringd

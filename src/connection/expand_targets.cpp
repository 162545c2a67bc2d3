#include "connection/expand_targets.hpp"

#include "model/config.hpp"
#include "model/edge_paths.hpp"

namespace peeringd {
namespace {

template <typename Use>
void each_probe(Target target, const PrefixConfig& prefix, const EndpointConfig& endpoint,
                const Use& use) {
  for (target.probe = 0; target.probe < endpoint.probes.size(); ++target.probe) {
    if (is_probed(prefix, endpoint, endpoint.probes[target.probe])) use(target);
  }
}

}  // namespace

void for_each_target(const Config& config, const std::function<void(const Target&)>& use) {
  for (std::uint32_t c = 0; c < config.connections.size(); ++c) {
    const ConnectionConfig& connection = config.connections[c];
    for (std::uint32_t p = 0; p < connection.prefixes.size(); ++p) {
      for (const std::size_t e : connection.endpoints) {
        const EndpointConfig& endpoint = config.endpoints[e];
        if (!has_path(connection.prefixes[p], endpoint)) continue;
        each_probe({c, p, static_cast<std::uint32_t>(e), 0}, connection.prefixes[p], endpoint, use);
      }
    }
  }
}

std::vector<Target> expand_targets(const Config& config) {
  std::vector<Target> targets;
  for_each_target(config, [&](const Target& target) { targets.push_back(target); });
  return targets;
}

std::size_t count_targets(const Config& config) {
  std::size_t count = 0;
  for_each_target(config, [&](const Target& /*target*/) { ++count; });
  return count;
}

}  // namespace peeringd

#include "config/unprobed.hpp"

#include <algorithm>
#include <map>

#include "base/words.hpp"
#include "model/edge_paths.hpp"

namespace peeringd {
namespace {

bool reaches_any(const ConnectionConfig& connection, const PrefixConfig& prefix,
                 const EndpointList& endpoints) {
  return std::any_of(connection.endpoints.begin(), connection.endpoints.end(), [&](std::size_t e) {
    const EndpointConfig& endpoint = endpoints.endpoints[e];
    return std::any_of(
        endpoint.probes.begin(), endpoint.probes.end(),
        [&](const ProbeConfig& probe) { return is_probed(prefix, endpoint, probe); });
  });
}

}  // namespace

void warn_about_unprobed(const ConnectionList& connections, const EndpointList& endpoints,
                         const Node& root) {
  std::map<std::pair<std::size_t, Family>, bool> reached;
  bool anything = false;
  for (const ConnectionConfig& connection : connections.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) anything |= prefix.automatic();
  }
  for (const PlacedPrefix& placed : connections.prefixes) {
    const ConnectionConfig& connection = connections.connections[placed.connection];
    const auto [known, is_new] =
        reached.emplace(std::pair{placed.connection, placed.prefix.family()}, false);
    if (is_new) {
      PrefixConfig prefix;
      prefix.prefix = placed.prefix;
      known->second = reaches_any(connection, prefix, endpoints);
    }
    anything |= known->second;
    if (known->second) continue;
    const bool ipv4 = placed.prefix.family() == Family::ipv4;
    placed.node.warning(placed.prefix.to_string() + " is not probed: all endpoints of connection " +
                        in_quotes(connection.name) + " are given as " + (ipv4 ? "IPv6" : "IPv4") +
                        " addresses");
  }
  if (!anything) {
    root.warning("nothing is probed at all: no prefix has an endpoint of its own family");
  }
}

}  // namespace peeringd

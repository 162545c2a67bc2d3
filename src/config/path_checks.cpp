#include "config/path_checks.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "base/text.hpp"
#include "config/alert_warnings.hpp"
#include "model/edge_paths.hpp"

namespace peeringd {
namespace {

/// Calls `use` with the endpoint's index and the alerts of its path, once for all prefixes that
/// share their alerts.
template <typename Use>
void for_each_path(const ConnectionList& connections, const EndpointList& endpoints, Use use) {
  std::set<std::pair<const Alerts*, std::size_t>> seen;
  for (std::size_t c = 0; c < connections.connections.size(); ++c) {
    const ConnectionConfig& connection = connections.connections[c];
    for (std::size_t p = 0; p < connection.prefixes.size(); ++p) {
      const Alerts& alerts = *connections.alerts[c][p];
      if (alerts.config.off()) continue;
      for (const std::size_t e : connection.endpoints) {
        if (!has_path(connection.prefixes[p], endpoints.endpoints[e])) continue;
        if (seen.emplace(&alerts, e).second) use(e, layered(alerts, *endpoints.alerts[e].block));
      }
    }
  }
}

/// None of `auto`, which reaches either.
std::optional<Family> only_family_of(const PrefixConfig& prefix) {
  return prefix.prefix ? std::optional(prefix.prefix->family()) : std::nullopt;
}

/// The endpoints in the figures of the prefix. None when one of its paths has a threshold that it
/// cannot show: that has been said.
std::vector<const EndpointConfig*> endpoints_of(const ConnectionConfig& connection,
                                                const PrefixConfig& prefix, const Alerts& alerts,
                                                const EndpointList& endpoints, Duration window) {
  std::vector<const EndpointConfig*> found;
  for (const std::size_t e : connection.endpoints) {
    const EndpointConfig& endpoint = endpoints.endpoints[e];
    if (!has_path(prefix, endpoint) || edge_probes_in(window, endpoint) == 0) continue;
    if (!resolves_loss({layered(alerts, *endpoints.alerts[e].block), endpoint, window})) return {};
    found.push_back(&endpoint);
  }
  return found;
}

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

void check_alert_paths(const ConnectionList& connections, const EndpointList& endpoints) {
  for_each_path(connections, endpoints,
                [](std::size_t /*endpoint*/, const Alerts& alerts) { check_order(alerts); });
}

void warn_about_alerts(const ConnectionList& connections, const EndpointList& endpoints,
                       Duration window) {
  for_each_path(connections, endpoints, [&](std::size_t e, const Alerts& alerts) {
    warn_about_path({alerts, endpoints.endpoints[e], window}, endpoints.alerts[e].endpoint);
  });
  for (std::size_t c = 0; c < connections.connections.size(); ++c) {
    const ConnectionConfig& connection = connections.connections[c];
    std::set<std::pair<const Alerts*, std::optional<Family>>> seen;
    for (std::size_t p = 0; p < connection.prefixes.size(); ++p) {
      const PrefixConfig& prefix = connection.prefixes[p];
      const Alerts& alerts = *connections.alerts[c][p];
      if (alerts.config.off()) continue;
      if (!seen.emplace(&alerts, only_family_of(prefix)).second) continue;
      warn_about_prefixes(alerts, endpoints_of(connection, prefix, alerts, endpoints, window),
                          window, connection.name);
    }
  }
}

void warn_about_unprobed(const ConnectionList& connections, const EndpointList& endpoints,
                         const Node& root) {
  std::map<std::pair<std::size_t, Family>, bool> reached;
  bool anything = false;
  for (const ConnectionConfig& connection : connections.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) anything |= prefix.automatic();
  }
  for (const PlacedPrefix& placed : connections.prefixes.prefixes) {
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
    root.warning("nothing is probed: no prefix has an endpoint of its own address family");
  }
}

}  // namespace peeringd

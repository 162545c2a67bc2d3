#include "config/egress.hpp"

#include <algorithm>

#include "base/host_and_port.hpp"
#include "config/probe_types.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Duration usual_interval = 1min;

/// `egress:stun.example`, or with a port that is not the usual one `egress:stun.example:3479`.
std::string name_of(const EndpointConfig& server, std::uint16_t port) {
  if (port == StunOptions{}.port) return "egress:" + server.host;
  return "egress:" + host_and_port(server.host, port);
}

EndpointConfig read_server(const Node& node) {
  const Fields fields(node, "a map with host and port");
  EndpointConfig server;
  server.egress_only = true;
  if (const auto host = fields.require("host", "a host name or an address")) {
    read_host(*host, server);
  }
  StunOptions options;
  if (const auto port = fields.find("port")) {
    options.port = port->parse("a port number", parse_port).value_or(options.port);
  }
  fields.report_unknown_keys();
  server.name = name_of(server, options.port);
  server.probes.push_back({options, {}, {}, stun_type().label(options)});
  return server;
}

Duration interval_of(const Probing& probing) {
  return std::max(std::min(usual_interval, probing.window.value / 2),
                  probing.timing.interval.value);
}

std::size_t index_among(EndpointList& list, const EndpointConfig& server, const Probing& probing) {
  const auto [known, is_new] = list.index_of.emplace(server.name, list.endpoints.size());
  if (is_new) {
    EndpointConfig& added = list.endpoints.emplace_back(server);
    added.probes[0].interval = interval_of(probing);
    added.probes[0].timeout = probing.timing.timeout.value;
  }
  return known->second;
}

}  // namespace

std::vector<EndpointConfig> read_egress(const Node& node) {
  const Fields fields(node, "a map with via");
  const auto via = fields.require("via", "a list of STUN servers");
  fields.report_unknown_keys();
  if (!via) return {};
  std::vector<EndpointConfig> servers;
  std::map<std::string, Place> first_places;
  for (const Node& item : via->list("a list of STUN servers")) {
    EndpointConfig server = read_server(item);
    if (server.host.empty()) continue;
    const auto [first, is_new] = first_places.emplace(server.name, item.place());
    if (is_new) {
      servers.push_back(std::move(server));
    } else {
      item.error("is given twice; the first is at " + item.diagnostics().describe(first->second));
    }
  }
  return servers;
}

void add_egress_endpoints(const std::vector<EndpointConfig>& defaults, const Probing& probing,
                          ConnectionList& connections, EndpointList& endpoints) {
  for (std::size_t i = 0; i < connections.connections.size(); ++i) {
    const auto& own = connections.egress[i];
    for (const EndpointConfig& server : own ? *own : defaults) {
      connections.connections[i].endpoints.push_back(index_among(endpoints, server, probing));
    }
  }
}

}  // namespace peeringd

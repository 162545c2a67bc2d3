#include "config/endpoints.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "config/probes.hpp"
#include "config/target_budget.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

void read_unique_name(const Fields& fields, EndpointConfig& endpoint, EndpointList& list) {
  const auto node = fields.require("name", "the name that connections use for the endpoint");
  list.places.push_back(node ? node->place() : fields.node().place());
  if (!node) return;
  endpoint.name = node->parse("a name", parse_name).value_or("");
  if (endpoint.name.empty()) return;
  const auto [first, is_new] = list.index_of.emplace(endpoint.name, list.endpoints.size());
  if (is_new) return;
  node->error("another endpoint is named " + in_quotes(endpoint.name) + ", at " +
              node->diagnostics().describe(list.places[first->second]));
}

// Loopback and link-local addresses, which say nothing of the way to the edge.
bool is_local_range(std::string_view range) {
  return range == "loopback" || range == "link-local";
}

EndpointConfig read_endpoint(const Node& node, const Timing& inherited, EndpointList& list) {
  const Fields fields(node, "a map with name, host and probes");
  EndpointConfig endpoint;
  read_unique_name(fields, endpoint, list);
  if (const auto host = fields.require("host", "a host name or an address")) {
    read_host(*host, endpoint);
  }
  const Timing timing = read_timing(fields, inherited);
  for (PlacedProbe& probe : read_probes(fields.find("probes"), timing)) {
    if (probe.interval.valid && probe.interval.value > list.longest_interval.value) {
      list.longest_interval = probe.interval;
    }
    auto* const http = std::get_if<HttpOptions>(&probe.config.options);
    if (http != nullptr && http->server_name.empty()) http->server_name = endpoint.host;
    endpoint.probes.push_back(std::move(probe.config));
  }
  // Shared, as most have none: a block takes a kilobyte.
  static const auto nothing = std::make_shared<const AlertBlock>();
  EndpointAlerts& alerts = list.alerts.emplace_back(EndpointAlerts{node, nothing});
  if (const auto block = fields.find("alerts")) {
    alerts.block =
        std::make_shared<const AlertBlock>(read_alert_block(*block, AlertScope::endpoint));
    endpoint.alerts = std::make_shared<const AlertOverrides>(alerts.block->overrides);
  }
  fields.report_unknown_keys();
  return endpoint;
}

}  // namespace

bool is_host_address(const IpAddress& address) {
  const bool mapped = address.is_v6() && address.to_v6().is_v4_mapped();
  const std::string_view range = unusable_range(address);
  return !mapped && (range.empty() || is_local_range(range));
}

void read_host(const Node& node, EndpointConfig& endpoint) {
  if (node.is_list()) {  // to YAML [2001:db8::1] is one
    node.error("expected a host name or an address, found a list; an address has no brackets");
    return;
  }
  endpoint.host = node.text("a host name or an address").value_or("");
  if (endpoint.host.empty()) return;
  if (const auto address = parse_address(endpoint.host)) {
    endpoint.address = *address;
    const std::string_view range = unusable_range(*address);
    if (!is_host_address(*address)) {
      node.error(in_quotes(endpoint.host) + " is not the address of a host");
    } else if (is_local_range(range)) {
      node.warning(in_quotes(endpoint.host) + " is a " + std::string(range) +
                   " address: probes of it do not go through the connection");
    }
    return;
  }
  const auto name = parse_host_name(endpoint.host);
  if (!name) node.error_about(endpoint.host, name.error().message);
}

void read_endpoints(const Node& node, const Timing& inherited, EndpointList& list) {
  const std::vector<Node> items = node.list("a list of endpoints");
  list.endpoints.reserve(list.endpoints.size() + std::min<std::size_t>(items.size(), max_targets));
  for (const Node& item : items) {
    if (list.endpoints.size() == max_targets) {
      item.error("exceeds the limit of " + std::to_string(max_targets) + " endpoints");
      return;
    }
    list.endpoints.push_back(read_endpoint(item, inherited, list));
  }
}

}  // namespace peeringd

#include "config/connections.hpp"

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "config/egress.hpp"
#include "config/expected_edge.hpp"
#include "config/location.hpp"
#include "config/maintenance.hpp"
#include "config/route_rules.hpp"
#include "config/values.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

std::string read_unique_name(const Fields& fields, ConnectionList& list) {
  const auto node = fields.require("name", "the connection's logical name");
  if (!node) return {};
  const auto name = node->parse("a name", parse_name);
  if (!name) return {};
  const auto [first, is_new] = list.place_of.emplace(*name, node->place());
  if (!is_new) {
    node->error("another connection is named " + in_quotes(*name) + ", at " +
                node->diagnostics().describe(first->second));
  }
  return *name;
}

void unknown_endpoint(const Node& node, const std::string& name, const EndpointList& list) {
  if (!list.complete) return;
  std::vector<std::string_view> names;  // searched for a similar one, which takes time
  if (node.diagnostics().keeps_error()) {
    for (const auto& [known, index] : list.index_of) names.push_back(known);
  }
  node.error_about(name, "no endpoint is named " + in_quotes(name) + meant_or_known(name, names));
}

std::vector<std::size_t> read_endpoint_names(const Node& node, const EndpointList& list) {
  std::vector<std::size_t> indexes;
  std::map<std::string, Place> first_places;
  for (const Node& item : node.list("a list of endpoints' names")) {
    const auto name = item.text("an endpoint's name");
    if (!name) continue;
    const auto [first, is_new] = first_places.emplace(*name, item.place());
    if (!is_new) {
      item.error(in_quotes(*name) + " is given twice; the first is at " +
                 item.diagnostics().describe(first->second));
      continue;
    }
    const auto known = list.index_of.find(*name);
    if (known == list.index_of.end()) {
      unknown_endpoint(item, *name, list);
    } else {
      indexes.push_back(known->second);
    }
  }
  return indexes;
}

std::vector<std::size_t> all_of(const EndpointList& list) {
  std::vector<std::size_t> indexes(list.endpoints.size());
  for (std::size_t i = 0; i < indexes.size(); ++i) indexes[i] = i;
  return indexes;
}

std::map<std::string, std::string> read_labels(const Node& node) {
  std::map<std::string, std::string> labels;
  for (const Node::Entry& entry : node.entries("a map of labels and their values")) {
    const auto name = parse_label_name(entry.key);
    if (!name) entry.key_node.error_about(entry.key, name.error().message);
    const auto value = entry.value.free_text("a label's value");
    if (name && value) labels.emplace(*name, *value);
  }
  return labels;
}

std::string read_group(const Node& node, const std::string& site, ConnectionList& list) {
  const auto name = node.parse("the group's name", parse_name);
  if (!name) return {};
  list.groups[*name].push_back({node, site});
  return *name;
}

std::string read_former_name(const Node& node, ConnectionList& list) {
  const auto name = node.parse("the connection's former name", parse_name);
  if (!name) return {};
  list.former[*name].push_back(node);
  return *name;
}

std::string read_site(const Node& node, ConnectionList& list) {
  const auto name = node.parse("the site's name", parse_name);
  if (name) list.sites.insert(*name);
  return name.value_or("");
}

/// Those that `endpoints` of the connection names, else all; none where they are too many.
std::vector<std::size_t> read_endpoint_choice(const Fields& fields, const EndpointList& endpoints,
                                              const ConnectionConfig& connection,
                                              TargetBudget& budget) {
  std::optional<std::vector<std::size_t>> named;
  if (const auto names = fields.find("endpoints")) named = read_endpoint_names(*names, endpoints);
  if (!budget.admit(fields.node(), connection, named)) return {};
  return named ? *std::move(named) : all_of(endpoints);
}

/// What an operator says about the times at which it may fail, and about who is to serve it.
void read_expectations(const Fields& fields, ConnectionConfig& connection) {
  fields.read_flag("standby", connection.standby);
  if (const auto node = fields.find("maintenance")) {
    connection.maintenance = read_maintenance(*node);
  }
  if (const auto node = fields.find("edge")) connection.edge = read_expected_edge(*node);
}

ConnectionConfig read_connection(const Node& node, const EndpointList& endpoints,
                                 const SharedAlerts& defaults, const RouteSources& sources,
                                 TargetBudget& budget, ConnectionList& list) {
  const Fields fields(node, "a map with name, partner, location and prefixes");
  ConnectionConfig connection;
  connection.name = read_unique_name(fields, list);
  auto& paths = list.paths[connection.name] = overlay_paths(list.overlays, connection.name);
  paths.push_back({node.place().file, node.path()});
  if (const auto was = fields.find("was")) connection.was = read_former_name(*was, list);
  if (const auto site = fields.find("site")) connection.site = read_site(*site, list);
  if (const auto partner = fields.require("partner", "the connectivity partner's name")) {
    connection.partner = partner->free_text("the connectivity partner's name").value_or("");
  }
  if (const auto location = fields.require("location", "a map with country, state and city")) {
    connection.location = read_location(*location);
  }
  const SharedAlerts alerts = read_alerts(fields.find("alerts"), AlertScope::connection, defaults);
  list.alerts.emplace_back();
  const auto routes = fields.find("routes");
  const RouteRules rules = routes ? read_route_rules(*routes, sources, {}) : RouteRules{};
  if (const auto prefixes = fields.require("prefixes", "a list of prefixes, or [auto]")) {
    PrefixList read = read_prefixes(
        *prefixes,
        {list.connections.size(), connection.name, connection.site, alerts, sources, rules},
        list.prefixes);
    connection.prefixes = std::move(read.prefixes);
    list.alerts.back() = std::move(read.alerts);
    if (routes) check_route_rules(*routes, rules, sources, connection.prefixes);
  }
  connection.endpoints = read_endpoint_choice(fields, endpoints, connection, budget);
  auto& egress = list.egress.emplace_back();
  if (const auto servers = fields.find("egress")) {
    egress = read_egress(*servers);
    const std::size_t targets = egress->size() * connection.prefixes.size();
    if (!budget.admit(*servers, connection.site, targets)) egress->clear();
  }
  if (const auto labels = fields.find("labels")) connection.labels = read_labels(*labels);
  if (const auto group = fields.find("redundancy_group")) {
    connection.redundancy_group = read_group(*group, connection.site, list);
  }
  read_expectations(fields, connection);
  fields.report_unknown_keys();
  return connection;
}

// A host evaluates only the connections of its own site, so those of other sites back up nothing.
void warn_of_lone_sites(const std::string& group, const std::vector<GroupMember>& members) {
  std::map<std::string_view, std::size_t> members_of;
  for (const GroupMember& member : members) ++members_of[member.site];
  if (members_of.contains("")) return;  // that one is at all sites
  for (const GroupMember& member : members) {
    if (members_of[member.site] > 1) continue;
    member.node.warning("no other connection of site " + in_quotes(member.site) + " is in " +
                        in_quotes(group) + "; connections of other sites do not back it up");
  }
}

}  // namespace

void read_connections(const Node& node, const EndpointList& endpoints, const SharedAlerts& alerts,
                      const RouteSources& sources, TargetBudget& budget, ConnectionList& list) {
  for (const Node& item : node.list("a list of connections")) {
    if (list.connections.size() == max_targets) {
      item.error("exceeds the limit of " + std::to_string(max_targets) + " connections");
      return;
    }
    const Node whole = with_overlays(item, list.overlays);
    list.connections.push_back(read_connection(whole, endpoints, alerts, sources, budget, list));
  }
}

void check_former_names(const ConnectionList& list) {
  for (const auto& [name, nodes] : list.former) {
    const auto existing = list.place_of.find(name);
    for (const Node& node : nodes) {
      if (existing != list.place_of.end()) {
        node.error("a connection is still named " + in_quotes(name) + ", at " +
                   node.diagnostics().describe(existing->second));
      } else if (&node != &nodes.front()) {
        node.error("another connection was named " + in_quotes(name) + ", at " +
                   node.diagnostics().describe(nodes.front().place()));
      }
    }
  }
}

void check_groups(const std::map<std::string, std::vector<GroupMember>>& groups) {
  for (const auto& [name, members] : groups) {
    if (members.size() > 1) {
      warn_of_lone_sites(name, members);
      continue;
    }
    std::vector<std::string_view> others;  // searched for a similar one, which takes time
    for (const auto& [other, unused] : groups) {
      if (!members.front().node.diagnostics().keeps_warning()) break;
      if (other != name) others.push_back(other);
    }
    members.front().node.warning("no other connection is in " + in_quotes(name) +
                                 "; it is not redundant" + did_you_mean(name, others));
  }
}

}  // namespace peeringd

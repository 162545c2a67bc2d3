#include "metrics/families.hpp"

namespace peeringd {
namespace {

std::string decimal(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// `203.0.113.0/24, 2001:db8::/48`; of `auto` also what it stands for now.
std::string prefixes_text(const Snapshot& snapshot, std::uint32_t connection) {
  std::string text;
  for (const PrefixSnapshot& prefix : snapshot.prefixes) {
    if (prefix.connection != connection) continue;
    const PrefixConfig& config = snapshot.config->connections[connection].prefixes[prefix.prefix];
    text += (text.empty() ? "" : ", ") + config.label;
    if (config.automatic() && prefix.choice.source) text += " = " + prefix.choice.network;
  }
  return text;
}

Labels connection_labels(const Snapshot& snapshot, std::uint32_t index) {
  const ConnectionConfig& connection = snapshot.config->connections[index];
  const Location& location = connection.location;
  Labels labels{{"connection", connection.name}, {"partner", connection.partner},
                {"country", location.country},   {"state", location.state},
                {"city", location.city},         {"prefixes", prefixes_text(snapshot, index)}};
  if (location.latitude && location.longitude) {
    labels.push_back({"latitude", decimal(*location.latitude)});
    labels.push_back({"longitude", decimal(*location.longitude)});
  }
  if (!connection.redundancy_group.empty()) {
    labels.push_back({"redundancy_group", connection.redundancy_group});
  }
  for (const auto& [name, value] : connection.labels) labels.push_back({name, value});
  return labels;
}

void append_connections(const Snapshot& snapshot, Families& families) {
  MetricBuilder info =
      MetricBuilder::gauge("peering_connection_info",
                           "What the configuration says of the connection; of the prefix auto "
                           "also which network of this host it stands for now. Always 1.");
  for (std::uint32_t i = 0; i < snapshot.config->connections.size(); ++i) {
    info.add(connection_labels(snapshot, i), 1.0);
  }
  info.move_to(families);
}

void append_sources(const Snapshot& snapshot, Families& families) {
  MetricBuilder up =
      MetricBuilder::gauge("peering_prefix_source_up",
                           "1 while a local address to probe the prefix from exists, else 0; it is "
                           "not probed then.");
  MetricBuilder info =
      MetricBuilder::gauge("peering_prefix_source_info",
                           "Where the prefix is probed from. outside_prefix=\"true\": the source "
                           "was configured and lies outside the prefix, behind NAT. Always 1.");
  for (const PrefixSnapshot& prefix : snapshot.prefixes) {
    const Labels labels = labels_of(*snapshot.config, prefix);
    const SourceChoice& choice = prefix.choice;
    up.add(labels, choice.source ? 1.0 : 0.0);
    if (!choice.source) continue;
    Labels details = with(labels, "source", choice.source->address.to_string());
    details.push_back({"interface", choice.interface});
    details.push_back({"network", choice.network});
    details.push_back({"outside_prefix", choice.outside_prefix ? "true" : "false"});
    info.add(details, 1.0);
  }
  up.move_to(families);
  info.move_to(families);
}

// All probes of a path go to the same address, as soon as they go anywhere.
std::optional<IpAddress> address_of(const Snapshot& snapshot, const PathRollup& path) {
  for (std::size_t t = path.first; t < path.last; ++t) {
    if (snapshot.targets[t].address) return snapshot.targets[t].address;
  }
  return std::nullopt;
}

void append_endpoints(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  MetricBuilder info =
      MetricBuilder::gauge("peering_endpoint_info",
                           "The address of the endpoint that is probed now, as resolved from "
                           "the prefix. Always 1.");
  for (const PathRollup& path : rollup.paths) {
    const auto address = address_of(snapshot, path);
    if (!address) continue;
    Labels labels =
        with(labels_of(snapshot, path), "host", snapshot.config->endpoints[path.endpoint].host);
    labels.push_back({"address", address->to_string()});
    labels.push_back({"family", address->is_v4() ? "ipv4" : "ipv6"});
    info.add(labels, 1.0);
  }
  info.move_to(families);
}

}  // namespace

void append_infos(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  append_connections(snapshot, families);
  append_sources(snapshot, families);
  append_endpoints(snapshot, rollup, families);
}

}  // namespace peeringd

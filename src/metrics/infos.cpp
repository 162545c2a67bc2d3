#include "metrics/families.hpp"
#include "model/config.hpp"
#include "model/label_names.hpp"

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
  for (const auto& [name, value] : connection.labels) {
    // load_config() refuses these; one that came all the same must not cost the whole page.
    if (!is_reserved_label(name)) labels.push_back({name, value});
  }
  return labels;
}

void append_connections(const Snapshot& snapshot, Families& families) {
  families.push_back(gauge(
      {"peering_connection_info",
       "What the configuration says of the connection; of the prefix auto also which network of "
       "this host it stands for now. Always 1."},
      snapshot.config->connections.size(), [&snapshot](Series& out, std::size_t item) {
        out.add(connection_labels(snapshot, static_cast<std::uint32_t>(item)), 1.0);
      }));
}

Labels source_labels(Labels labels, const SourceChoice& choice) {
  labels.push_back({"source", choice.source->address.to_string()});
  labels.push_back({"interface", choice.interface});
  labels.push_back({"network", choice.network});
  labels.push_back({"outside_prefix", choice.outside_prefix ? "true" : "false"});
  return labels;
}

void append_sources(const Snapshot& snapshot, Families& families) {
  const std::size_t all = snapshot.prefixes.size();
  families.push_back(
      gauge({"peering_prefix_source_up",
             "1 while a local address to probe the prefix from exists, else 0; it is not probed "
             "then."},
            all, [&snapshot](Series& out, std::size_t item) {
              const PrefixSnapshot& prefix = snapshot.prefixes[item];
              out.add(labels_of(*snapshot.config, prefix), prefix.choice.source ? 1.0 : 0.0);
            }));
  families.push_back(
      gauge({"peering_prefix_source_info",
             "Where the prefix is probed from. outside_prefix=\"true\": the source was configured "
             "and lies outside the prefix, behind NAT. Always 1."},
            all, [&snapshot](Series& out, std::size_t item) {
              const PrefixSnapshot& prefix = snapshot.prefixes[item];
              if (!prefix.choice.source) return;
              out.add(source_labels(labels_of(*snapshot.config, prefix), prefix.choice), 1.0);
            }));
}

// All probes of a path go to the same address, as soon as they go anywhere.
std::optional<IpAddress> address_of(const Snapshot& snapshot, const PathRollup& path) {
  for (std::size_t t = path.first; t < path.last; ++t) {
    if (snapshot.targets[t].address) return snapshot.targets[t].address;
  }
  return std::nullopt;
}

void append_endpoints(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  families.push_back(gauge(
      {"peering_endpoint_info",
       "The address of the endpoint that is probed now, as resolved from the prefix. Always 1."},
      rollup.paths.size(), [&snapshot, &rollup](Series& out, std::size_t item) {
        const PathRollup& path = rollup.paths[item];
        const auto address = address_of(snapshot, path);
        if (!address) return;
        Labels labels =
            with(labels_of(snapshot, path), "host", snapshot.config->endpoints[path.endpoint].host);
        labels.push_back({"address", address->to_string()});
        labels.push_back({"family", address->is_v4() ? "ipv4" : "ipv6"});
        out.add(std::move(labels), 1.0);
      }));
}

}  // namespace

void append_infos(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  append_connections(snapshot, families);
  append_sources(snapshot, families);
  append_endpoints(snapshot, rollup, families);
}

}  // namespace peeringd

// Figures of each connection over the window, and its configuration.
#include "metrics/items.hpp"
#include "model/connection_config.hpp"
#include "model/label_names.hpp"

namespace peeringd {
namespace {

constexpr Metric<ConnectionItem> connection_statistic_rows[]{
    {Type::Gauge, "peering_connection_window_rtt_seconds",
     "Mean of the median round-trip times of the connection's prefixes, over the window. "
     "Comparable with Azure's AverageCustomerPrefixLatency.",
     [](const ConnectionItem& item) { return item.rollup.latency; }},
    {Type::Gauge, "peering_connection_window_loss_ratio",
     "Mean loss ratio of the connection's prefixes, over the window.",
     [](const ConnectionItem& item) { return item.rollup.loss_ratio; }},
    {Type::Gauge, "peering_connection_window_jitter_seconds",
     "Mean jitter of the connection's prefixes, over the window.",
     [](const ConnectionItem& item) { return item.rollup.jitter; }},
};

std::string decimal(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// `203.0.113.0/24, 2001:db8::/48`; for `auto` also its current network, where wanted.
std::string prefixes_text(const ConnectionItem& item) {
  std::string text;
  for (const PrefixSnapshot& prefix : item.snapshot.prefixes) {
    if (prefix.connection != item.index) continue;
    const PrefixConfig& config = item.config().prefixes[prefix.prefix];
    text += (text.empty() ? "" : ", ") + config.label;
    if (item.with_networks && config.automatic() && prefix.choice.source)
      text += " = " + prefix.choice.network;
  }
  return text;
}

Labels info_labels(const ConnectionItem& item) {
  const ConnectionConfig& connection = item.config();
  const Location& location = connection.location;
  Labels labels{{"connection", connection.name}, {"partner", connection.partner},
                {"country", location.country},   {"state", location.state},
                {"city", location.city},         {"prefixes", prefixes_text(item)}};
  if (location.latitude && location.longitude) {
    labels.push_back({"latitude", decimal(*location.latitude)});
    labels.push_back({"longitude", decimal(*location.longitude)});
  }
  if (!connection.redundancy_group.empty()) {
    labels.push_back({"redundancy_group", connection.redundancy_group});
  }
  append_own_labels(labels, connection);
  return labels;
}

constexpr Metric<ConnectionItem> connection_info_rows[]{
    {Type::Gauge, "peering_connection_info",
     "Configuration of the connection. For the prefix \"auto\", also its current network (with "
     "detail=all only). Always 1.",
     [](Series& out, const ConnectionItem& item) { out.add(info_labels(item), 1.0); }},
};

}  // namespace

void append_own_labels(Labels& labels, const ConnectionConfig& connection) {
  if (!connection.site.empty()) labels.push_back({"site", connection.site});
  for (const auto& [name, value] : connection.labels) {
    // load_config() rejects reserved names; if one gets here, it must not break the whole page.
    if (!is_reserved_label(name)) labels.push_back({name, value});
  }
}

const Metrics<ConnectionItem> connection_statistics{connection_statistic_rows};
const Metrics<ConnectionItem> connection_infos{connection_info_rows};

}  // namespace peeringd

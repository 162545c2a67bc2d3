#include "store/fleet_state.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace peeringd {
namespace {

struct Item {
  FleetState& state;
  const PromSeries& series;
  double value;

  std::string text(std::string_view label) const { return std::string(series.label(label)); }
  std::string instance() const { return text("instance"); }
  StoreConnection& connection() const {
    return state.connections[{text("connection"), instance()}];
  }
  StorePrefix& prefix() const { return connection().prefixes[text("prefix")]; }
  StoreGroup& group() const { return state.groups[{text("redundancy_group"), instance()}]; }
  StoreBranch& branch() const {
    StoreBranch& found = state.branches[instance()];
    found.site = text("site");
    return found;
  }
  bool flag() const { return value != 0; }
};

std::optional<TestResult> result_in(double value) {
  if (value != 0 && value != 1 && value != 2 && value != 3) return std::nullopt;
  return static_cast<TestResult>(value);
}

void read_info(const Item& item) {
  StoreConnection& connection = item.connection();
  connection.current = true;
  connection.site = item.text("site");
  connection.partner = item.text("partner");
  connection.country = item.text("country");
  connection.state = item.text("state");
  connection.city = item.text("city");
  connection.redundancy_group = item.text("redundancy_group");
}

// Alerts of endpoints are not asked for.
void read_alert(const Item& item) {
  if (!item.flag()) return;
  StorePrefix& prefix = item.prefix();
  auto& list = item.text("severity") == "critical" ? prefix.criticals : prefix.warnings;
  list.push_back(item.text("signal"));
}

using Read = void (*)(const Item&);

const std::map<std::string_view, Read> readers{
    {"up", [](const Item& i) { i.branch().scraped = i.flag(); }},
    {"peeringd_build_info", [](const Item& i) { i.branch().version = i.text("version"); }},
    {"peeringd_targets", [](const Item& i) { i.branch().targets = i.value; }},
    {"peeringd_receive_drops_total", [](const Item& i) { i.branch().dropped_answers = i.value; }},
    {"peeringd_config_last_reload_successful",
     [](const Item& i) { i.branch().reload_refused = !i.flag(); }},
    {"peering_connection_info", read_info},
    {"peering_connection_up", [](const Item& i) { i.connection().up = i.flag(); }},
    {"peering_connection_test_result",
     [](const Item& i) { i.connection().result = result_in(i.value); }},
    {"peering_connection_window_rtt_seconds",
     [](const Item& i) { i.connection().figures.latency = i.value; }},
    {"peering_connection_window_loss_ratio",
     [](const Item& i) { i.connection().figures.loss_ratio = i.value; }},
    {"peering_connection_window_jitter_seconds",
     [](const Item& i) { i.connection().figures.jitter = i.value; }},
    {"peering_connection_up_since_timestamp_seconds",
     [](const Item& i) { i.connection().up_since = i.value; }},
    {"peering_connection_result_since_timestamp_seconds",
     [](const Item& i) { i.connection().result_since = i.value; }},
    {"peering_connection_result_signal",
     [](const Item& i) { i.connection().signals.push_back(i.text("signal")); }},
    {"peering_connection_maintenance",
     [](const Item& i) { i.connection().maintenance = i.flag(); }},
    {"peering_group_up", [](const Item& i) { i.group().up = i.flag(); }},
    {"peering_group_test_result", [](const Item& i) { i.group().result = result_in(i.value); }},
    {"peering_prefix_window_rtt_seconds",
     [](const Item& i) { i.prefix().figures.latency = i.value; }},
    {"peering_prefix_window_loss_ratio",
     [](const Item& i) { i.prefix().figures.loss_ratio = i.value; }},
    {"peering_prefix_window_jitter_seconds",
     [](const Item& i) { i.prefix().figures.jitter = i.value; }},
    {"peering_prefix_up", [](const Item& i) { i.prefix().up = i.flag(); }},
    {"peering_prefix_test_result", [](const Item& i) { i.prefix().result = result_in(i.value); }},
    {"peering_prefix_source_up", [](const Item& i) { i.prefix().source_up = i.flag(); }},
    {"peering_prefix_flapping", [](const Item& i) { i.prefix().flapping = i.flag(); }},
    {"peering_prefix_edge_pop_info", [](const Item& i) { i.prefix().pop = i.text("pop"); }},
    {"peering_prefix_edge_location_info",
     [](const Item& i) { i.prefix().edge_location = i.text("location"); }},
    {"peering_alert_active", read_alert},
};

}  // namespace

std::size_t FleetState::dark_branches() const {
  std::set<std::string_view> dark;
  for (const auto& [name, connection] : connections) {
    if (connection.dark_since) dark.insert(name.instance);
  }
  return dark.size();
}

void add_current(FleetState& state, const PromAnswer& answer) {
  for (const PromSeries& series : answer.series) {
    const auto found = readers.find(series.name());
    if (found == readers.end() || series.samples.empty()) continue;
    found->second({state, series, series.samples.back().value});
  }
}

void add_inventory(FleetState& state, const PromAnswer& answer) {
  std::set<std::string> delivering;
  for (const auto& [name, connection] : state.connections) {
    if (connection.current) delivering.insert(name.instance);
  }
  // What remains of a connection that has no series of its own, such as a stale figure.
  std::erase_if(state.connections,
                [](const auto& item) { return !item.second.current && !item.second.dark_since; });
  for (const PromSeries& series : answer.series) {
    if (series.samples.empty()) continue;
    const Item item{state, series, series.samples.back().value};
    if (delivering.contains(item.instance())) continue;
    StoreConnection& connection = item.connection();
    // Of several with other labels, such as another partner, the latest counts.
    if (connection.dark_since && *connection.dark_since > item.value) continue;
    read_info(item);
    connection.current = false;
    connection.dark_since = item.value;
    connection.prefixes.clear();
    const std::string prefixes = item.text("prefixes");
    for (std::size_t at = 0; at < prefixes.size();) {
      const std::size_t end = std::min(prefixes.find(", ", at), prefixes.size());
      connection.prefixes[prefixes.substr(at, end - at)];
      at = end + 2;
    }
  }
}

}  // namespace peeringd

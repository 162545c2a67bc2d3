#include "fleet/fleet_state.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/text.hpp"

namespace peeringd {
namespace {

/// 2 January 2200, as a Unix time.
constexpr double latest_time = 7'258'204'800;

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
    found.site = std::max(found.site, text("site"));
    return found;
  }
  bool flag() const { return value != 0; }
  std::optional<double> number() const { return value; }
};

// Of two series of the same figure, the worse one counts: mostly the larger value.
template <typename Value>
void keep_larger(std::optional<Value>& kept, const std::optional<Value>& value) {
  if (value && (!kept || *kept < *value)) kept = value;
}

// A replica that is stalled must not hide what is down.
void keep_false(std::optional<bool>& kept, bool value) {
  kept = kept.value_or(true) && value;
}

void keep_larger(std::string& kept, std::string text) {
  if (kept < text) kept = std::move(text);
}

std::optional<TestResult> result_in(double value) {
  if (value != 0 && value != 1 && value != 2 && value != 3) return std::nullopt;
  return static_cast<TestResult>(value);
}

void set_info(StoreConnection& connection, const Item& item) {
  connection.site = item.text("site");
  connection.partner = item.text("partner");
  connection.country = item.text("country");
  connection.state = item.text("state");
  connection.city = item.text("city");
  connection.redundancy_group = item.text("redundancy_group");
}

// The labels of one series, never some of each.
void read_info(const Item& item) {
  StoreConnection& connection = item.connection();
  StoreConnection other;
  set_info(other, item);
  const auto key = [](const StoreConnection& of) {
    return std::tie(of.site, of.partner, of.country, of.state, of.city, of.redundancy_group);
  };
  if (!connection.current || key(connection) < key(other)) set_info(connection, item);
  connection.current = true;
}

// Alerts of endpoints are not asked for.
void read_alert(const Item& item) {
  if (!item.flag()) return;
  StorePrefix& prefix = item.prefix();
  auto& list = item.text("severity") == "critical" ? prefix.criticals : prefix.warnings;
  add_once(list, item.text("signal"));
}

using Read = void (*)(const Item&);

const std::map<std::string_view, Read> readers{
    {"up", [](const Item& i) { keep_false(i.branch().scraped, i.flag()); }},
    {"peeringd_build_info",
     [](const Item& i) { keep_larger(i.branch().version, i.text("version")); }},
    {"peeringd_targets",
     [](const Item& i) { i.branch().targets = std::max(i.branch().targets, i.value); }},
    {"peeringd_receive_drops_total",
     [](const Item& i) {
       i.branch().dropped_answers = std::max(i.branch().dropped_answers, i.value);
     }},
    {"peeringd_config_last_reload_successful",
     [](const Item& i) { i.branch().reload_refused |= !i.flag(); }},
    {"peering_connection_info", read_info},
    {"peering_connection_up", [](const Item& i) { keep_false(i.connection().up, i.flag()); }},
    {"peering_connection_test_result",
     [](const Item& i) { keep_larger(i.connection().result, result_in(i.value)); }},
    {"peering_connection_window_rtt_seconds",
     [](const Item& i) { keep_larger(i.connection().figures.latency, i.number()); }},
    {"peering_connection_window_loss_ratio",
     [](const Item& i) { keep_larger(i.connection().figures.loss_ratio, i.number()); }},
    {"peering_connection_window_jitter_seconds",
     [](const Item& i) { keep_larger(i.connection().figures.jitter, i.number()); }},
    {"peering_connection_up_since_timestamp_seconds",
     [](const Item& i) { keep_larger(i.connection().up_since, i.number()); }},
    {"peering_connection_result_since_timestamp_seconds",
     [](const Item& i) { keep_larger(i.connection().result_since, i.number()); }},
    {"peering_connection_result_signal",
     [](const Item& i) { add_once(i.connection().signals, i.text("signal")); }},
    {"peering_connection_maintenance",
     [](const Item& i) { i.connection().maintenance |= i.flag(); }},
    {"peering_group_up", [](const Item& i) { keep_false(i.group().up, i.flag()); }},
    {"peering_group_test_result",
     [](const Item& i) { keep_larger(i.group().result, result_in(i.value)); }},
    {"peering_prefix_window_rtt_seconds",
     [](const Item& i) { keep_larger(i.prefix().figures.latency, i.number()); }},
    {"peering_prefix_window_loss_ratio",
     [](const Item& i) { keep_larger(i.prefix().figures.loss_ratio, i.number()); }},
    {"peering_prefix_window_jitter_seconds",
     [](const Item& i) { keep_larger(i.prefix().figures.jitter, i.number()); }},
    {"peering_prefix_up", [](const Item& i) { keep_false(i.prefix().up, i.flag()); }},
    {"peering_prefix_test_result",
     [](const Item& i) { keep_larger(i.prefix().result, result_in(i.value)); }},
    {"peering_prefix_source_up", [](const Item& i) { keep_false(i.prefix().source_up, i.flag()); }},
    {"peering_prefix_flapping", [](const Item& i) { i.prefix().flapping |= i.flag(); }},
    {"peering_prefix_edge_pop_info",
     [](const Item& i) { keep_larger(i.prefix().pop, i.text("pop")); }},
    {"peering_prefix_edge_location_info",
     [](const Item& i) { keep_larger(i.prefix().edge_location, i.text("location")); }},
    {"peering_alert_active", read_alert},
};

// The prefixes of a connection without figures: as the label of peering_connection_info lists them.
void set_prefixes(StoreConnection& connection, const std::string& prefixes) {
  connection.prefixes.clear();
  for (std::size_t at = 0; at < prefixes.size();) {
    const std::size_t end = std::min(prefixes.find(", ", at), prefixes.size());
    connection.prefixes[prefixes.substr(at, end - at)];
    at = end + 2;
  }
}

// A branch that sends nonsense must spoil only its own figures: sums and conversions of values in
// these ranges do not overflow.
bool is_plausible(std::string_view name, double value) {
  double most = 1e15;
  if (name.ends_with("_seconds")) most = name.ends_with("timestamp_seconds") ? latest_time : 1e5;
  if (name.ends_with("_ratio")) most = 1;
  return value >= 0 && value <= most;
}

// The time of a connection's last sample; none if the series has none that can be.
std::optional<double> time_in(const PromSeries& series) {
  if (series.samples.empty()) return std::nullopt;
  const double time = series.samples.back().value;
  return time >= 0 && time <= latest_time ? std::optional(time) : std::nullopt;
}

std::set<std::string> delivering_branches(const FleetState& state) {
  std::set<std::string> delivering;
  for (const auto& [name, connection] : state.connections) {
    if (connection.current) delivering.insert(name.instance);
  }
  return delivering;
}

// A branch that has sent something within this time delivers.
constexpr double delivery_time = 300;

}  // namespace

std::size_t FleetState::known_branches() const {
  std::set<std::string_view> known;
  for (const auto& [name, connection] : connections) known.insert(name.instance);
  return known.size();
}

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
    const double value = series.samples.back().value;
    if (is_plausible(series.name(), value)) found->second({state, series, value});
  }
}

void add_inventory(FleetState& state, const PromAnswer& answer,
                   std::optional<WallTime> partial_at) {
  const std::set<std::string> delivering = delivering_branches(state);
  // What remains of a connection that has no series of its own, such as a stale figure.
  std::erase_if(state.connections, [](const auto& item) {
    return !item.second.current && !item.second.dark_since && !item.second.missing;
  });
  for (const PromSeries& series : answer.series) {
    const auto time = time_in(series);
    if (!time) continue;
    const Item item{state, series, *time};
    if (delivering.contains(item.instance())) continue;
    StoreConnection& connection = item.connection();
    // Of several with other labels, such as another partner, the latest counts.
    if (connection.last_seen && *connection.last_seen > item.value) continue;
    set_info(connection, item);
    set_prefixes(connection, item.text("prefixes"));
    connection.last_seen = item.value;
    connection.missing =
        partial_at && to_seconds(partial_at->time_since_epoch()) - item.value < delivery_time;
    connection.dark_since = connection.missing ? std::nullopt : std::optional(item.value);
  }
}

void add_missing(FleetState& state, const PromAnswer& earlier) {
  const std::set<std::string> delivering = delivering_branches(state);
  for (const PromSeries& series : earlier.series) {
    const auto time = time_in(series);
    if (!time) continue;
    const Item item{state, series, *time};
    if (delivering.contains(item.instance())) continue;
    const auto known = state.connections.find({item.text("connection"), item.instance()});
    if (known != state.connections.end()) continue;
    StoreConnection& connection = item.connection();
    set_info(connection, item);
    set_prefixes(connection, item.text("prefixes"));
    connection.missing = true;
  }
}

}  // namespace peeringd

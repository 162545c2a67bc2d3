#include "fleet/fleet_overview.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <set>
#include <utility>

#include "fleet/edge_values.hpp"
#include "fleet/fleet_reason.hpp"
#include "fleet/json_texts.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

std::string_view reach_of(const StorePrefix& prefix) {
  if (!prefix.up) return "unknown";
  if (*prefix.up) return "up";
  return prefix.source_up == false ? "no_source" : "down";
}

json::value spark_of(const StoreSparks& sparks, const std::string& key) {
  const auto found = sparks.points.find(key);
  if (found == sparks.points.end()) return nullptr;
  json::array median;
  json::array unknown;
  json::array sent;
  json::array lost;
  for (const StoreSparkPoint& point : found->second) {
    median.push_back(microseconds_or_null(point.median));
    unknown.push_back(nullptr);
    sent.push_back(point.sent.value_or(0));
    lost.push_back(point.lost.value_or(0));
  }
  return {{"p5", unknown}, {"p50", median}, {"p95", unknown}, {"sent", sent}, {"lost", lost}};
}

json::object prefix_object(const std::string& label, const StorePrefix& prefix, json::value spark) {
  json::object pops;
  if (!prefix.pop.empty()) pops["most endpoints"] = prefix.pop;
  return {{"prefix", label},
          {"network", nullptr},
          {"latency", microseconds_or_null(prefix.figures.latency)},
          {"p95", nullptr},
          {"answered", nullptr},
          {"lost", nullptr},
          {"loss_ratio", number_or_null(prefix.figures.loss_ratio)},
          {"jitter", microseconds_or_null(prefix.figures.jitter)},
          {"missing_ratio", nullptr},
          {"source", nullptr},
          {"problem", nullptr},
          {"egress", nullptr},
          {"pops", std::move(pops)},
          {"edge_location", text_or_null(prefix.edge_location)},
          {"thresholds", json::object()},
          {"spark", std::move(spark)},
          {"routes", nullptr},
          {"result", result_or_null(prefix.result)},
          {"since", nullptr},
          {"reason", text_or_null(reason_of(prefix))},
          {"reach",
           {{"state", reach_of(prefix)},
            {"up", flag_or_null(prefix.up)},
            {"since", nullptr},
            {"flapping", prefix.flapping},
            {"problem", nullptr}}}};
}

class FleetDocument {
 public:
  FleetDocument(const FleetState& state, const StoreSparks* sparks, WallTime now)
      : state_(state), sparks_(sparks), now_(now) {
    if (sparks_ != nullptr) choose_sparks();
  }

  json::array connections() const {
    json::array all;
    for (const auto& [name, connection] : state_.connections) {
      all.push_back(connection_object(name, connection));
    }
    return all;
  }

  json::array groups() const {
    std::map<QualifiedName, json::array> members;
    for (const auto& [name, connection] : state_.connections) {
      if (connection.redundancy_group.empty()) continue;
      members[{connection.redundancy_group, name.instance}].emplace_back(to_string(name));
    }
    json::array all;
    const StoreGroup unknown;
    for (auto& [name, connections] : members) {
      const auto found = state_.groups.find(name);
      const StoreGroup& group = found == state_.groups.end() ? unknown : found->second;
      all.push_back({{"name", to_string(name)},
                     {"connections", std::move(connections)},
                     {"result", result_or_null(group.result)},
                     {"since", nullptr},
                     {"reason", nullptr},
                     {"up", flag_or_null(group.up)},
                     {"up_since", nullptr},
                     {"up_reason", nullptr},
                     {"diagnosis", nullptr}});
    }
    return all;
  }

 private:
  // The worst connections first, as the page orders them.
  void choose_sparks() {
    std::vector<std::pair<int, const QualifiedName*>> order;
    for (const auto& [name, connection] : state_.connections) {
      order.emplace_back(rank_of(connection), &name);
    }
    std::ranges::stable_sort(order, {}, &std::pair<int, const QualifiedName*>::first);
    std::size_t prefixes = 0;
    for (const auto& [rank, name] : order) {
      prefixes += state_.connections.at(*name).prefixes.size();
      if (prefixes > max_store_sparks) return;
      with_sparks_.insert(*name);
    }
  }

  static int rank_of(const StoreConnection& connection) {
    if (connection.up == false) return 0;
    if (connection.result == TestResult::fail) return 1;
    if (connection.result == TestResult::warning) return 2;
    if (connection.dark_since) return 3;
    return connection.missing || connection.result == TestResult::indeterminate ? 4 : 5;
  }

  json::object connection_object(const QualifiedName& name,
                                 const StoreConnection& connection) const {
    json::array prefixes;
    for (const auto& [label, prefix] : connection.prefixes) {
      const bool spark = with_sparks_.contains(name);
      prefixes.push_back(prefix_object(
          label, prefix, spark ? spark_of(*sparks_, to_string(name) + " " + label) : nullptr));
    }
    const bool dark = connection.dark_since.has_value();
    const bool unknown = dark || connection.missing;
    const auto branch = state_.branches.find(name.instance);
    const std::string reason =
        reason_of(connection, branch == state_.branches.end() ? nullptr : &branch->second, now_);
    return {
        {"name", to_string(name)},
        {"partner", connection.partner},
        {"location",
         {{"country", connection.country},
          {"state", text_or_null(connection.state)},
          {"city", text_or_null(connection.city)}}},
        {"redundancy_group",
         connection.redundancy_group.empty()
             ? json::value(nullptr)
             : json::value(to_string(QualifiedName{connection.redundancy_group, name.instance}))},
        {"branch",
         {{"instance", name.instance},
          {"site", text_or_null(connection.site)},
          {"connection", name.name},
          {"dark", dark}}},
        {"maintenance", connection.maintenance},
        {"expected_pops", nullptr},
        {"latency", microseconds_or_null(connection.figures.latency)},
        {"loss_ratio", number_or_null(connection.figures.loss_ratio)},
        {"jitter", microseconds_or_null(connection.figures.jitter)},
        {"result", unknown ? json::value("Indeterminate") : result_or_null(connection.result)},
        {"since", time_or_null(dark ? connection.dark_since : connection.result_since)},
        {"reason", text_or_null(reason)},
        {"up", flag_or_null(connection.up)},
        {"up_since", time_or_null(connection.up_since)},
        {"up_reason", connection.up == false ? text_or_null(reason) : nullptr},
        {"diagnosis", nullptr},
        {"prefixes", std::move(prefixes)}};
  }

  const FleetState& state_;
  const StoreSparks* const sparks_;
  const WallTime now_;
  std::set<QualifiedName> with_sparks_;
};

// The sums of all branches; what one host alone has is null.
json::object daemon_object(const FleetState& state, const OverviewIdentity& identity) {
  double targets = 0;
  double dropped = 0;
  bool reloaded = true;
  for (const auto& [instance, branch] : state.branches) {
    targets += branch.targets;
    dropped += branch.dropped_answers;
    reloaded = reloaded && !branch.reload_refused;
  }
  return {{"version", identity.version},
          {"host", nullptr},
          {"started", time_or_null(to_seconds(identity.started.time_since_epoch()))},
          {"targets", std::llround(std::min(targets, 1e18))},
          {"probes_per_second", nullptr},
          {"skipped", nullptr},
          {"receive_drops", std::llround(std::min(dropped, 1e18))},
          {"last_reload_successful", reloaded},
          {"config", {{"file", nullptr}, {"loaded", nullptr}, {"refused", nullptr}}},
          {"history",
           {{"on", false},
            {"up", false},
            {"problem", nullptr},
            {"folder", nullptr},
            {"bytes", 0},
            {"limit_bytes", 0},
            {"since", nullptr}}}};
}

json::value spark_axis(const StoreSparks* sparks) {
  if (sparks == nullptr) return nullptr;
  return {{"time0", sparks->grid.from.time_since_epoch().count()},
          {"step_seconds", sparks->grid.step.count()},
          {"points", sparks->grid.points()},
          {"unit", "us"}};
}

std::string spark_key(const PromSeries& series) {
  const QualifiedName name{std::string(series.label("connection")),
                           std::string(series.label("instance"))};
  return to_string(name) + " " + std::string(series.label("prefix"));
}

}  // namespace

StoreSparks sparks_of(const PromAnswer& medians, const PromAnswer& lost, const HistoryGrid& grid) {
  // By prefix and name: several series of one are merged.
  std::map<std::pair<std::string, std::string_view>, std::vector<const PromSeries*>> by_key;
  for (const PromSeries& series : medians.series) {
    by_key[{spark_key(series), series.name()}].push_back(&series);
  }
  for (const PromSeries& series : lost.series) by_key[{spark_key(series), {}}].push_back(&series);
  StoreSparks sparks{grid, {}};
  for (const auto& [key, of_key] : by_key) {
    const auto& [prefix, name] = key;
    const std::vector<EdgeValues> values = edge_values(of_key, grid);
    auto& points = sparks.points[prefix];
    points.resize(grid.points());
    if (name == "peering_prefix_window_rtt_seconds") {
      const EdgeValues edges = merged_values(values);
      for (std::size_t i = 0; i < points.size(); ++i) points[i].median = edges[i + 1];
      continue;
    }
    const auto counts = merged_increments(values);
    const auto member = name.empty() ? &StoreSparkPoint::lost : &StoreSparkPoint::sent;
    for (std::size_t i = 0; i < points.size(); ++i) points[i].*member = counts[i];
  }
  return sparks;
}

std::string fleet_overview_head(const StoreStatus& status, WallTime now) {
  json::array warnings(status.warnings.begin(), status.warnings.end());
  const auto seconds_of = [](std::optional<WallTime> time) -> std::optional<double> {
    return time ? std::optional(to_seconds(time->time_since_epoch())) : std::nullopt;
  };
  const json::object head{
      {"time", time_or_null(seconds_of(now))},
      {"store",
       {{"url", status.store},
        {"problem", status.problem ? text_or_null(status.problem->text) : nullptr},
        {"failure",
         status.problem
             ? json::value(store_failure_names[static_cast<std::size_t>(status.problem->failure)])
             : nullptr},
        {"data_time", time_or_null(seconds_of(status.data_time))},
        {"refresh_seconds",
         std::chrono::duration_cast<std::chrono::seconds>(status.interval).count()},
        {"warnings", std::move(warnings)},
        {"branches", status.branches},
        {"dark", status.dark ? json::value(*status.dark) : json::value(nullptr)}}}};
  std::string text = json::serialize(head);
  text.back() = ',';
  return text;
}

std::string fleet_overview_tail(const FleetState& state, const StoreSparks* sparks,
                                const OverviewIdentity& identity, WallTime data_time) {
  const FleetDocument document(state, sparks, data_time);
  const json::object tail{{"window_seconds", nullptr},
                          {"daemon", daemon_object(state, identity)},
                          {"spark", spark_axis(sparks)},
                          {"groups", document.groups()},
                          {"connections", document.connections()},
                          {"events", json::array()}};
  return json::serialize(tail).substr(1) + "\n";
}

}  // namespace peeringd

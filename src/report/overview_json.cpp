#include "report/overview_json.hpp"

#include <boost/json/serialize.hpp>
#include <map>
#include <tuple>

#include "model/config.hpp"
#include "report/daemon_json.hpp"
#include "report/history_columns.hpp"
#include "report/json_values.hpp"
#include "report/route_mark.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

using SubjectKey = std::tuple<std::string, std::string, std::string>;  // connection, prefix, group

class OverviewDocument {
 public:
  OverviewDocument(const Assessment& assessment, const Overview& overview)
      : assessment_(assessment), overview_(overview), instant_(assessment.instant()) {
    for (const ResultChange& change : overview.last_results) {
      if (!change.subject.endpoint.empty()) continue;
      last_[{change.subject.connection, change.subject.prefix, change.subject.group}] = &change;
    }
    for (const PrefixStatus& prefix : assessment.alerts.prefixes) {
      prefixes_[{prefix.connection, prefix.prefix}] = &prefix.status;
    }
    if (overview.routes == nullptr || overview.routes->config == nullptr) return;
    for (const PrefixRouteReport& prefix : overview.routes->prefixes) {
      const ConnectionConfig& owner = overview.routes->config->connections[prefix.connection];
      routes_[{owner.name, owner.prefixes[prefix.prefix].label}] = route_mark(prefix);
    }
  }

  json::object object() {
    json::array connections;
    for (std::uint32_t c = 0; c < assessment_.config().connections.size(); ++c) {
      connections.push_back(connection(c));
    }
    json::array events;
    for (const Event& event : overview_.events) events.push_back(event_object(event));
    json::object document{{"time", time_text(assessment_.wall)},
                          {"window_seconds", to_seconds(assessment_.config().window)},
                          {"daemon", daemon_object(assessment_, overview_)},
                          {"spark", spark()},
                          {"groups", groups()},
                          {"connections", std::move(connections)},
                          {"events", std::move(events)}};
    return document;
  }

 private:
  json::value spark() const {
    if (!overview_.sparks) return nullptr;
    const HistoryGrid& grid = overview_.sparks->grid;
    return {{"time0", grid.from.time_since_epoch().count()},
            {"step_seconds", grid.step.count()},
            {"points", grid.points()},
            {"unit", "us"}};
  }

  // The time since when a result lasts goes beyond a restart, if the history knows it.
  void correct_since(json::object& object, const ResultSince* overall,
                     const SubjectKey& key) const {
    const auto found = last_.find(key);
    if (overall == nullptr || found == last_.end()) return;
    const ResultChange& change = *found->second;
    if (change.result == overall->result && change.time < instant_.wall_of(overall->since)) {
      object["since"] = time_text(change.time);
    }
  }

  void add_aggregate_status(json::object& object, const AggregateStatus* status,
                            const AggregateReach& reach, const SubjectKey& key) const {
    add_aggregate(object, status, reach, instant_);
    object["up_reason"] = text_or_null(reach.reason);
    object["diagnosis"] = text_or_null(reach.diagnosis);
    correct_since(object, status == nullptr ? nullptr : &status->overall, key);
  }

  json::object connection(std::uint32_t index) {
    const ConnectionConfig& config = assessment_.config().connections[index];
    const ConnectionRollup& rolled = assessment_.rollup.connections[index];
    json::array prefixes;
    for (std::size_t p = rolled.first; p < rolled.last; ++p) prefixes.push_back(prefix(p));
    json::object object{{"name", config.name},
                        {"partner", config.partner},
                        {"location",
                         {{"country", config.location.country},
                          {"state", text_or_null(config.location.state)},
                          {"city", text_or_null(config.location.city)}}},
                        {"redundancy_group", text_or_null(config.redundancy_group)},
                        {"maintenance", in_maintenance(index)},
                        {"expected_pops", expected_pops(config.edge)},
                        {"latency", microseconds_or_null(rolled.latency)},
                        {"loss_ratio", number_or_null(rolled.loss_ratio)},
                        {"jitter", microseconds_or_null(rolled.jitter)},
                        {"prefixes", std::move(prefixes)}};
    add_aggregate_status(object, connection_status(index), assessment_.reach.connections[index],
                         {config.name, {}, {}});
    object["maintenance"] = bool{assessment_.maintenance[index]};
    return object;
  }

  json::object prefix(std::size_t index) {
    const PrefixSnapshot& prefix = assessment_.snapshot->prefixes[index];
    const PrefixRollup& rolled = assessment_.rollup.prefixes[index];
    const ConnectionConfig& owner = assessment_.config().connections[prefix.connection];
    const std::string& label = owner.prefixes[prefix.prefix].label;
    json::object object{{"prefix", label},
                        {"network", text_or_null(prefix.choice.network)},
                        {"latency", microseconds_or_null(rolled.figures.median())},
                        {"p95", microseconds_or_null(rolled.figures.p95())},
                        {"answered", rolled.figures.tally.answered},
                        {"lost", rolled.figures.tally.lost},
                        {"loss_ratio", number_or_null(rolled.figures.loss_ratio)},
                        {"jitter", microseconds_or_null(rolled.figures.jitter)},
                        {"missing_ratio", rolled.missing_share},
                        {"source", source(prefix.choice)},
                        {"problem", text_or_null(prefix.choice.problem)},
                        {"egress", egress(rolled.egress)},
                        {"pops", pops(rolled)},
                        {"edge_location", edge_location(rolled)},
                        {"thresholds", thresholds(prefix_status(index))},
                        {"spark", spark_of(index)},
                        {"routes", routes_of(owner.name, label)}};
    const SubjectStatus* const status = prefix_status(index);
    const ResultSince* const overall = status == nullptr ? nullptr : &status->overall;
    add_result(object, overall, instant_);
    object["reason"] = text_or_null(status == nullptr ? std::string() : status->reason);
    const PrefixReach& reach = assessment_.reach.prefixes[index];
    object["reach"] = reach_object(reach, instant_);
    object["reach"].as_object()["problem"] = text_or_null(reach.problem);
    correct_since(object, overall, {owner.name, label, {}});
    return object;
  }

  // Null if no routes are expected of the prefix. By name: the routes may be of the configuration
  // before.
  json::value routes_of(const std::string& connection, const std::string& prefix) const {
    const auto found = routes_.find({connection, prefix});
    if (found == routes_.end()) return nullptr;
    const RouteMark& mark = found->second;
    return {{"state", std::string(mark.state)},
            {"word", std::string(mark.word)},
            {"text", text_or_null(mark.text)}};
  }

  bool in_maintenance(std::uint32_t index) const {
    return index < assessment_.maintenance.size() && assessment_.maintenance[index];
  }

  // Null if any PoP is as expected.
  static json::value expected_pops(const ExpectedEdge& edge) {
    if (edge.primary.empty()) return nullptr;
    return {{"primary", json::array(edge.primary.begin(), edge.primary.end())},
            {"backup", json::array(edge.backup.begin(), edge.backup.end())}};
  }

  static json::value edge_location(const PrefixRollup& rolled) {
    if (!rolled.edge_location) return nullptr;
    return json::string(edge_location_names[static_cast<std::size_t>(*rolled.edge_location)]);
  }

  static json::value source(const SourceChoice& choice) {
    if (!choice.source) return nullptr;
    return {{"address", choice.source->address.to_string()}, {"interface", choice.interface}};
  }

  static json::value egress(const PrefixEgress& egress) {
    if (!egress.address) return nullptr;
    return {{"address", egress.address->to_string()}, {"verified", egress.inside_prefix}};
  }

  // By endpoint.
  json::object pops(const PrefixRollup& rolled) const {
    json::object object;
    for (std::size_t p = rolled.first; p < rolled.last; ++p) {
      const PathRollup& path = assessment_.rollup.paths[p];
      if (!path.pop.current) continue;
      object[assessment_.config().endpoints[path.endpoint].name] = path.pop.current->code;
    }
    return object;
  }

  // By signal, in its own unit: seconds, or a ratio.
  static json::object thresholds(const SubjectStatus* status) {
    json::object object;
    if (status == nullptr) return object;
    for (const SignalStatus& signal : status->signals) {
      if (!is_measured(signal.signal)) continue;
      object[name_of(signal.signal)] = {{"warning", number_or_null(signal.rule.warning)},
                                        {"critical", number_or_null(signal.rule.critical)}};
    }
    return object;
  }

  json::value spark_of(std::size_t prefix) const {
    if (!overview_.sparks || prefix >= overview_.sparks->points.size()) return nullptr;
    json::object object;
    add_columns(object, overview_.sparks->points[prefix]);
    for (const char* const unused : {"min", "p25", "p75", "max", "jitter"}) {
      object.erase(unused);
    }
    return object;
  }

  const SubjectStatus* prefix_status(std::size_t index) const {
    const PrefixSnapshot& prefix = assessment_.snapshot->prefixes[index];
    const auto found = prefixes_.find({prefix.connection, prefix.prefix});
    return found == prefixes_.end() ? nullptr : found->second;
  }

  const AggregateStatus* connection_status(std::uint32_t index) const {
    const auto found = assessment_.alerts.connections.find(index);
    return found == assessment_.alerts.connections.end() ? nullptr : &found->second;
  }

  json::array groups() const {
    std::map<std::string, json::array> members;
    for (const ConnectionConfig& connection : assessment_.config().connections) {
      if (connection.redundancy_group.empty()) continue;
      members[connection.redundancy_group].emplace_back(connection.name);
    }
    json::array groups;
    for (auto& [name, connections] : members) {
      const auto status = assessment_.alerts.groups.find(name);
      json::object group{{"name", name}, {"connections", std::move(connections)}};
      add_aggregate_status(group,
                           status == assessment_.alerts.groups.end() ? nullptr : &status->second,
                           assessment_.reach.groups.at(name), {{}, {}, name});
      groups.push_back(std::move(group));
    }
    return groups;
  }

  const Assessment& assessment_;
  const Overview& overview_;
  const Instant instant_;
  std::map<SubjectKey, const ResultChange*> last_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, const SubjectStatus*> prefixes_;
  std::map<std::pair<std::string, std::string>, RouteMark> routes_;  // by connection and prefix
};

}  // namespace

std::string overview_json(const Assessment& assessment, const Overview& overview) {
  return json::serialize(OverviewDocument(assessment, overview).object()) + "\n";
}

std::vector<TargetKey> prefix_keys(const Assessment& assessment) {
  std::vector<TargetKey> keys;
  for (const PrefixSnapshot& prefix : assessment.snapshot->prefixes) {
    const ConnectionConfig& owner = assessment.config().connections[prefix.connection];
    keys.push_back({owner.name, owner.prefixes[prefix.prefix].label, {}, {}});
  }
  return keys;
}

}  // namespace peeringd

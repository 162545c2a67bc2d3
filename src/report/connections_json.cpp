#include "report/connections_json.hpp"

#include <boost/json/serialize.hpp>
#include <map>
#include <set>
#include <tuple>

#include "model/address_ranges.hpp"
#include "model/config.hpp"
#include "report/json_values.hpp"
#include "report/routes_json.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

// The results, indexed by subject.
class Results {
 public:
  explicit Results(const AlertReport& alerts) : alerts_(alerts) {
    for (const PathStatus& path : alerts.paths) {
      paths_[{path.connection, path.prefix, path.endpoint}] = &path.status;
    }
    for (const PrefixStatus& prefix : alerts.prefixes) {
      prefixes_[{prefix.connection, prefix.prefix}] = &prefix.status;
    }
  }

  const AlertReport& report() const { return alerts_; }

  const SubjectStatus* path(const PrefixSnapshot& prefix, std::uint32_t endpoint) const {
    const auto found = paths_.find({prefix.connection, prefix.prefix, endpoint});
    return found == paths_.end() ? nullptr : found->second;
  }
  const SubjectStatus* prefix(const PrefixSnapshot& prefix) const {
    const auto found = prefixes_.find({prefix.connection, prefix.prefix});
    return found == prefixes_.end() ? nullptr : found->second;
  }
  const AggregateStatus* connection(std::uint32_t index) const {
    const auto found = alerts_.connections.find(index);
    return found == alerts_.connections.end() ? nullptr : &found->second;
  }
  const AggregateStatus* group(const std::string& name) const {
    const auto found = alerts_.groups.find(name);
    return found == alerts_.groups.end() ? nullptr : &found->second;
  }

 private:
  const AlertReport& alerts_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, const SubjectStatus*> paths_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, const SubjectStatus*> prefixes_;
};

json::value pop_value(const PathPop& pop) {
  if (!pop.current) return nullptr;
  json::object object = pop_object(*pop.current);
  object["changes"] = pop.changes;
  return object;
}

json::value egress_value(const PrefixEgress& egress) {
  if (!egress.address) return nullptr;
  return {{"address", egress.address->to_string()}, {"verified", egress.inside_prefix}};
}

json::object location_object(const Location& location) {
  return {{"country", location.country},
          {"state", text_or_null(location.state)},
          {"city", text_or_null(location.city)},
          {"latitude", number_or_null(location.latitude)},
          {"longitude", number_or_null(location.longitude)}};
}

// Builds the document from connections down to probes.
class Document {
 public:
  Document(const Assessment& assessment, const ConnectionFilter& only)
      : only_(only),
        snapshot_(*assessment.snapshot),
        config_(assessment.config()),
        rollup_(assessment.rollup),
        reach_(assessment.reach),
        maintenance_(assessment.maintenance),
        results_(assessment.alerts),
        routes_(routes_by_prefix(assessment.routes.get(), snapshot_)),
        instant_(assessment.instant()) {}

  json::object object() const {
    json::array connections;
    for (std::uint32_t c = 0; c < config_.connections.size(); ++c) {
      if (is_wanted(config_.connections[c])) connections.push_back(connection(c));
    }
    json::object document{{"time", time_text(instant_.wall)},
                          {"site", text_or_null(config_.site)},
                          {"window_seconds", to_seconds(config_.window)},
                          {"connections", std::move(connections)},
                          {"groups", groups()}};
    document["evaluated"] = results_.report().config
                                ? json::value(time_text(results_.report().evaluated_at_wall))
                                : json::value(nullptr);
    return document;
  }

 private:
  bool is_wanted(const ConnectionConfig& connection) const {
    return only_.empty() || only_.contains(connection.name);
  }

  json::object connection(std::uint32_t index) const {
    const ConnectionConfig& config = config_.connections[index];
    const ConnectionRollup& rolled = rollup_.connections[index];
    json::object labels;
    for (const auto& [name, value] : config.labels) labels[name] = value;
    json::array prefixes;
    for (std::size_t p = rolled.first; p < rolled.last; ++p) prefixes.push_back(prefix(p));
    json::object object{{"name", config.name},
                        {"site", text_or_null(config.site)},
                        {"partner", config.partner},
                        {"location", location_object(config.location)},
                        {"was", text_or_null(config.was)},
                        {"redundancy_group", text_or_null(config.redundancy_group)},
                        {"labels", std::move(labels)},
                        {"rtt_seconds", seconds_or_null(rolled.latency)},
                        {"loss_ratio", number_or_null(rolled.loss_ratio)},
                        {"jitter_seconds", seconds_or_null(rolled.jitter)},
                        {"prefixes", std::move(prefixes)}};
    add_aggregate(object, results_.connection(index), reach_.connections[index], instant_);
    object["maintenance"] = bool{maintenance_[index]};
    return object;
  }

  json::object prefix(std::size_t index) const {
    const PrefixSnapshot& prefix = snapshot_.prefixes[index];
    const PrefixRollup& rolled = rollup_.prefixes[index];
    json::array paths;
    for (std::size_t p = rolled.first; p < rolled.last; ++p) paths.push_back(path(p));
    json::object object{
        {"prefix", config_.connections[prefix.connection].prefixes[prefix.prefix].label},
        {"network", text_or_null(prefix.choice.network)},
        {"source", source_or_null(prefix.choice)},
        {"problem", text_or_null(prefix.choice.problem)},
        {"reach", reach_object(reach_.prefixes[index], instant_)},
        {"egress", egress_value(rolled.egress)},
        {"figures", figures_object(rolled.figures)},
        {"routes", routes(index)},
        {"paths", std::move(paths)}};
    add_status(object, results_.prefix(prefix), instant_);
    return object;
  }

  // Null without rules for routes.
  json::value routes(std::size_t index) const {
    if (routes_.empty() || routes_[index] == nullptr) return nullptr;
    return routes_object(*routes_[index], instant_);
  }

  json::object path(std::size_t index) const {
    const PathRollup& path = rollup_.paths[index];
    const EndpointConfig& endpoint = config_.endpoints[path.endpoint];
    json::array probes;
    for (std::size_t t = path.first; t < path.last; ++t) probes.push_back(probe(t));
    json::object object{{"endpoint", endpoint.name},
                        {"host", endpoint.host},
                        {"figures", figures_object(path.figures)},
                        {"pop", pop_value(path.pop)},
                        {"probes", std::move(probes)}};
    object["certificate_expires"] = path.certificate_ends
                                        ? json::value(time_text(*path.certificate_ends))
                                        : json::value(nullptr);
    add_status(object, results_.path(snapshot_.prefixes[path.prefix], path.endpoint), instant_);
    return object;
  }

  json::object probe(std::size_t index) const {
    const TargetSnapshot& target = snapshot_.targets[index];
    json::object object{
        {"probe", probe_of(config_, target.target).label},
        {"unknown", target.unknown},
        {"sent", target.counters.sent},
        {"received", target.counters.received},
        {"inconclusive", target.counters.inconclusive},
        {"in_flight", target.counters.in_flight},
        {"lost", counts_by_name(target.counters.lost, loss_reason_names)},
        {"errors", counts_by_name(target.counters.errors, error_reason_names)},
        {"figures", figures_object(target.unknown ? Figures{} : rollup_.targets[index])}};
    object["address"] =
        target.address ? json::value(target.address->to_string()) : json::value(nullptr);
    object["range"] = range_of(target.address);
    return object;
  }

  // As the label `range` of peering_edge_address_info: empty outside the published ranges.
  json::value range_of(const std::optional<IpAddress>& address) const {
    if (!config_.service_tags || !address) return nullptr;
    return json::string(config_.service_tags->find(*address).value_or(""));
  }

  json::array groups() const {
    std::map<std::string, json::array> members;
    std::set<std::string> wanted;
    for (const ConnectionConfig& connection : config_.connections) {
      if (connection.redundancy_group.empty()) continue;
      if (is_wanted(connection)) wanted.insert(connection.redundancy_group);
      members[connection.redundancy_group].emplace_back(connection.name);
    }
    json::array groups;
    for (auto& [name, connections] : members) {
      if (!wanted.contains(name)) continue;
      json::object group{{"name", name}, {"connections", std::move(connections)}};
      add_aggregate(group, results_.group(name), reach_.groups.at(name), instant_);
      groups.push_back(std::move(group));
    }
    return groups;
  }

  const ConnectionFilter& only_;
  const Snapshot& snapshot_;
  const Config& config_;
  const Rollup& rollup_;
  const ReachReport& reach_;
  const std::vector<bool>& maintenance_;
  const Results results_;
  const std::vector<const PrefixRouteReport*> routes_;  ///< empty: none has rules
  const Instant instant_;
};

}  // namespace

std::string connections_json(const Assessment& assessment, const ConnectionFilter& only) {
  return json::serialize(Document(assessment, only).object()) + "\n";
}

}  // namespace peeringd

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "connection/expand_targets.hpp"
#include "connection/source_choice.hpp"
#include "model/config.hpp"
#include "report/json_values.hpp"
#include "report/targets_report.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

json::object target_object(const Config& config, const Target& target) {
  const ProbeConfig& probe = probe_of(config, target);
  const EndpointConfig& endpoint = endpoint_of(config, target);
  return {{"connection", connection_of(config, target).name},
          {"prefix", prefix_of(config, target).label},
          {"endpoint", endpoint.name},
          {"probe", probe.label},
          {"host", endpoint.host},
          {"interval_seconds", to_seconds(probe.interval)},
          {"timeout_seconds", to_seconds(probe.timeout)}};
}

json::object prefix_object(const Config& config, const PrefixLoad& load,
                           const LocalNetwork& network) {
  const ConnectionConfig& connection = config.connections[load.connection];
  const PrefixConfig& prefix = connection.prefixes[load.prefix];
  const SourceChoice choice = choose_source(prefix, network);
  return {{"connection", connection.name},
          {"site", text_or_null(connection.site)},
          {"prefix", prefix.label},
          {"source", source_or_null(choice)},
          {"problem", text_or_null(choice.problem)},
          {"probes_per_day", choice.source ? load.probes_a_day : 0.0}};
}

}  // namespace

std::string targets_json(const Config& config, const LocalNetwork& network) {
  json::array targets;
  for_each_target(config,
                  [&](const Target& target) { targets.push_back(target_object(config, target)); });
  json::array prefixes;
  for (const PrefixLoad& load : probe_loads(config)) {
    prefixes.push_back(prefix_object(config, load, network));
  }
  return json::serialize(json::object{{"site", text_or_null(config.site)},
                                      {"targets", std::move(targets)},
                                      {"prefixes", std::move(prefixes)}}) +
         "\n";
}

}  // namespace peeringd

#include "report/prometheus_rules.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "base/duration.hpp"
#include "model/edge_paths.hpp"
#include "report/rule_expressions.hpp"

namespace peeringd {
namespace {

constexpr std::string_view header =
    "# Written by `peeringd rules`: the thresholds of one configuration, over counters and\n"
    "# histograms. Write them anew when the configuration changes. Unlike the daemon's own "
    "results,\n"
    "# which packaging/prometheus/ alerts on for any configuration, such rules\n"
    "#  - know a median no finer than the buckets (probing.rtt_buckets),\n"
    "#  - have no hysteresis (`clear`),\n"
    "#  - take the jitter from the daemon's own figure: no counter tells it,\n"
    "#  - say nothing of what was not measured.\n";

// Names are of letters, digits and `_ . -`: of these only the dot means something.
std::string regular_expression(const std::vector<std::string>& names) {
  std::string expression;
  for (const std::string& name : names) {
    if (!expression.empty()) expression += '|';
    for (const char c : name) expression += c == '.' ? std::string("[.]") : std::string(1, c);
  }
  return expression;
}

bool only_resolves(const EndpointConfig& endpoint) {
  return std::none_of(endpoint.probes.begin(), endpoint.probes.end(),
                      [&](const ProbeConfig& probe) { return measures_edge(endpoint, probe); });
}

// Endpoints whose paths have the same thresholds, and so one rule.
struct PathGroup {
  AlertConfig alerts;
  bool resolver = false;  ///< probes of resolvers count only where there are no others
  std::vector<std::string> endpoints;
};

std::vector<PathGroup> group_paths(const Config& config, const ConnectionConfig& connection,
                                   const PrefixConfig& prefix) {
  std::vector<PathGroup> groups;
  for (const std::size_t index : connection.endpoints) {
    const EndpointConfig& endpoint = config.endpoints[index];
    if (endpoint.egress_only || !has_path(prefix, endpoint)) continue;
    const AlertConfig alerts = alerts_of_path(prefix.alerts, endpoint.alerts);
    const bool resolver = only_resolves(endpoint);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const PathGroup& other) {
      return other.alerts == alerts && other.resolver == resolver;
    });
    if (group == groups.end()) group = groups.insert(groups.end(), {alerts, resolver, {}});
    group->endpoints.push_back(endpoint.name);
  }
  return groups;
}

std::string matchers_of(const ConnectionConfig& connection, const PrefixConfig& prefix) {
  return fmt::format(R"(connection="{}", prefix="{}")", connection.name, prefix.label);
}

RuleScope prefix_scope(const ConnectionConfig& connection, const PrefixConfig& prefix) {
  return {matchers_of(connection, prefix) + R"(, endpoint!~"egress:.*", probe!~"dns:.*")",
          "connection, prefix", "{{ $labels.connection }} {{ $labels.prefix }}", "Prefix", false};
}

RuleScope path_scope(const ConnectionConfig& connection, const PrefixConfig& prefix,
                     const PathGroup& group) {
  return {matchers_of(connection, prefix) +
              fmt::format(R"(, endpoint=~"{}")", regular_expression(group.endpoints)) +
              (group.resolver ? "" : R"(, probe!~"dns:.*")"),
          "connection, prefix, endpoint",
          "{{ $labels.connection }} {{ $labels.prefix }} {{ $labels.endpoint }}", "Path", true};
}

void emit(YAML::Emitter& out, const PrometheusRule& rule) {
  const char* const severity = rule.severity == Severity::warning ? "warning" : "critical";
  out << YAML::BeginMap << YAML::Key << "alert" << YAML::Value << rule.alert;
  out << YAML::Key << "expr" << YAML::Value << YAML::Literal << rule.expression;
  if (rule.hold > Duration{}) {
    out << YAML::Key << "for" << YAML::Value << format_duration(rule.hold);
  }
  out << YAML::Key << "labels" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "severity" << YAML::Value << severity;
  out << YAML::Key << "signal" << YAML::Value << rule.signal << YAML::EndMap;
  out << YAML::Key << "annotations" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "summary" << YAML::Value << YAML::DoubleQuoted << rule.summary
      << YAML::EndMap;
  out << YAML::EndMap;
}

std::vector<PrometheusRule> rules_of(const Config& config, const ConnectionConfig& connection) {
  std::vector<PrometheusRule> rules;
  const auto append = [&](const RuleScope& scope, const AlertConfig& alerts) {
    for (PrometheusRule& rule : rules_of(scope, alerts, config.window)) {
      rules.push_back(std::move(rule));
    }
  };
  for (const PrefixConfig& prefix : connection.prefixes) {
    append(prefix_scope(connection, prefix), prefix.alerts);
    for (const PathGroup& group : group_paths(config, connection, prefix)) {
      append(path_scope(connection, prefix, group), group.alerts);
    }
  }
  return rules;
}

}  // namespace

std::string prometheus_rules(const Config& config) {
  YAML::Emitter out;
  out << YAML::BeginMap << YAML::Key << "groups" << YAML::Value << YAML::BeginSeq;
  for (const ConnectionConfig& connection : config.connections) {
    const std::vector<PrometheusRule> rules = rules_of(config, connection);
    if (rules.empty()) continue;
    out << YAML::BeginMap << YAML::Key << "name" << YAML::Value << "peeringd:" + connection.name;
    out << YAML::Key << "rules" << YAML::Value << YAML::BeginSeq;
    for (const PrometheusRule& rule : rules) emit(out, rule);
    out << YAML::EndSeq << YAML::EndMap;
  }
  out << YAML::EndSeq << YAML::EndMap;
  return std::string(header) + out.c_str() + "\n";
}

}  // namespace peeringd

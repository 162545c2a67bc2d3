#include "metrics/families.hpp"

namespace peeringd {
namespace {

Labels connection_label(const Config& config, std::uint32_t connection) {
  return {{"connection", config.connections[connection].name}};
}

/// Values of the label `to`, by TestResult.
constexpr std::array<std::string_view, test_result_names.size()> transition_label_values{
    "indeterminate", "pass", "warning", "fail"};

constexpr std::string_view results_help = ": 0 Indeterminate, 1 Pass, 2 Warning, 3 Fail.";

MetricBuilder results(std::string name, std::string_view of) {
  return MetricBuilder::gauge(std::move(name), std::string(of) + std::string(results_help));
}

// Calls `visit(labels, subject)` for each subject, paths first.
template <typename Visit>
void for_each_subject(const AlertReport& alerts, Visit visit) {
  for (const PathStatus& path : alerts.paths) {
    visit(labels_of(*alerts.config, path), path.status);
  }
  for (const PrefixStatus& prefix : alerts.prefixes) {
    visit(labels_of(*alerts.config, prefix), prefix.status);
  }
}

double value_of(const Standing& standing) {
  return static_cast<double>(standing.result);
}

}  // namespace

void append_test_results(const AlertReport& alerts, Families& families) {
  MetricBuilder paths = results("peering_test_result", "Result of an endpoint as a prefix sees it");
  MetricBuilder prefixes =
      results("peering_prefix_test_result", "Result of the prefix, by its probes to all endpoints");
  MetricBuilder connections = results("peering_connection_test_result",
                                      "Result of the connection, that of its worst prefix");
  MetricBuilder groups = results("peering_group_test_result",
                                 "Result of the redundancy group, that of its best connection");
  for (const PathStatus& path : alerts.paths) {
    paths.add(labels_of(*alerts.config, path), value_of(path.status.standing));
  }
  for (const PrefixStatus& prefix : alerts.prefixes) {
    prefixes.add(labels_of(*alerts.config, prefix), value_of(prefix.status.standing));
  }
  for (const auto& [connection, standing] : alerts.connections) {
    connections.add(connection_label(*alerts.config, connection), value_of(standing));
  }
  for (const auto& [group, standing] : alerts.groups) {
    groups.add({{"group", group}}, value_of(standing));
  }
  for (MetricBuilder* family : {&paths, &prefixes, &connections, &groups}) {
    family->move_to(families);
  }
}

void append_alerts(const AlertReport& alerts, Families& families) {
  MetricBuilder active = MetricBuilder::gauge(
      "peering_alert_active",
      "1 while the signal is beyond its threshold of that severity and has been for long enough, "
      "else 0. Without the label endpoint it is about the prefix as a whole. The signal "
      "indeterminate: nothing could be told for that long.");
  MetricBuilder transitions = MetricBuilder::counter(
      "peering_alert_transitions_total",
      "How often the signal came to the result that the label `to` names, since the start.");
  for_each_subject(alerts, [&](const Labels& labels, const SubjectStatus& subject) {
    for (const SignalStatus& status : subject.signals) {
      const Labels of_signal = with(labels, "signal", name_of(status.signal));
      const auto add = [&](std::string_view severity, const auto& limit, bool is_active) {
        if (limit) active.add(with(of_signal, "severity", severity), is_active ? 1.0 : 0.0);
      };
      add("warning", status.rule.warning, status.state.warning.active);
      add("critical", status.rule.critical, status.state.critical.active);
      for (std::size_t to = 0; to < transition_label_values.size(); ++to) {
        transitions.add(with(of_signal, "to", transition_label_values[to]), status.transitions[to]);
      }
    }
  });
  active.move_to(families);
  transitions.move_to(families);
}

}  // namespace peeringd

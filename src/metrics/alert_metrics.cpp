#include "metrics/families.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

/// Values of the label `to`, by TestResult.
constexpr std::array<std::string_view, test_result_names.size()> transition_label_values{
    "indeterminate", "pass", "warning", "fail"};

constexpr std::string_view results_help = ": 0 Indeterminate, 1 Pass, 2 Warning, 3 Fail.";

About results(const char* name, std::string_view of) {
  return {name, std::string(of) + std::string(results_help)};
}

double value_of(const Standing& standing) {
  return static_cast<double>(standing.result);
}

// The series of a few, which come as a map, as one item.
template <typename Map, typename LabelsOf>
MetricFamily of_few(About about, const Map& standings, LabelsOf labels_of_key) {
  return gauge(std::move(about), 1, [&standings, labels_of_key](Series& out, std::size_t) {
    for (const auto& [key, standing] : standings) out.add(labels_of_key(key), value_of(standing));
  });
}

// `tell(series, labels, signal)` of each signal of each subject, paths first.
template <typename Tell>
auto of_signals(const AlertReport& alerts, Tell tell) {
  return [&alerts, tell](Series& out, std::size_t item) {
    const std::size_t paths = alerts.paths.size();
    const bool is_path = item < paths;
    const Labels labels = is_path ? labels_of(*alerts.config, alerts.paths[item])
                                  : labels_of(*alerts.config, alerts.prefixes[item - paths]);
    const SubjectStatus& subject =
        is_path ? alerts.paths[item].status : alerts.prefixes[item - paths].status;
    for (const SignalStatus& status : subject.signals) {
      tell(out, with(labels, "signal", name_of(status.signal)), status);
    }
  };
}

void tell_active(Series& out, const Labels& labels, const SignalStatus& status) {
  const auto tell = [&](std::string_view severity, const auto& limit, bool is_active) {
    if (limit) out.add(with(labels, "severity", severity), is_active ? 1.0 : 0.0);
  };
  tell("warning", status.rule.warning, status.state.warning.active);
  tell("critical", status.rule.critical, status.state.critical.active);
}

void tell_transitions(Series& out, const Labels& labels, const SignalStatus& status) {
  for (std::size_t to = 0; to < transition_label_values.size(); ++to) {
    out.add(with(labels, "to", transition_label_values[to]), status.transitions[to]);
  }
}

}  // namespace

void append_test_results(const AlertReport& alerts, Families& families) {
  families.push_back(
      gauge(results("peering_test_result", "Result of an endpoint as a prefix sees it"),
            alerts.paths.size(), [&alerts](Series& out, std::size_t item) {
              const PathStatus& path = alerts.paths[item];
              out.add(labels_of(*alerts.config, path), value_of(path.status.standing));
            }));
  families.push_back(gauge(
      results("peering_prefix_test_result", "Result of the prefix, by its probes to all endpoints"),
      alerts.prefixes.size(), [&alerts](Series& out, std::size_t item) {
        const PrefixStatus& prefix = alerts.prefixes[item];
        out.add(labels_of(*alerts.config, prefix), value_of(prefix.status.standing));
      }));
  families.push_back(
      of_few(results("peering_connection_test_result",
                     "Result of the connection, that of its worst prefix"),
             alerts.connections, [&alerts](std::uint32_t connection) {
               return Labels{{"connection", alerts.config->connections[connection].name}};
             }));
  families.push_back(of_few(results("peering_group_test_result",
                                    "Result of the redundancy group, that of its best connection"),
                            alerts.groups, [](const std::string& group) {
                              return Labels{{"group", group}};
                            }));
}

void append_alerts(const AlertReport& alerts, Families& families) {
  const std::size_t all = alerts.paths.size() + alerts.prefixes.size();
  families.push_back(
      gauge({"peering_alert_active",
             "1 while the signal is beyond its threshold of that severity and has been for long "
             "enough, else 0. Without the label endpoint it is about the prefix as a whole. The "
             "signal indeterminate: nothing could be told for that long."},
            all, of_signals(alerts, tell_active)));
  families.push_back(counter(
      {"peering_alert_transitions_total",
       "How often the signal came to the result that the label `to` names, since the start."},
      all, of_signals(alerts, tell_transitions)));
}

}  // namespace peeringd

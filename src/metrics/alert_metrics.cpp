// Results, alerts and thresholds of the last evaluation.
#include "metrics/items.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

/// Values of the label `to`, by TestResult.
constexpr std::array<std::string_view, test_result_names.size()> transition_label_values{
    "indeterminate", "pass", "warning", "fail"};

double value_of(const ResultSince& overall) {
  return static_cast<double>(overall.result);
}

// A path or prefix with thresholds.
struct SubjectItem {
  const Config& config;
  std::uint32_t connection;
  std::uint32_t prefix;
  std::optional<std::uint32_t> endpoint;  // none: the prefix as a whole
  const SubjectStatus& status;
  bool active_only;  ///< leave out alerts that are not active

  Labels labels() const {
    const Labels of_prefix = prefix_labels(config, connection, prefix);
    return endpoint ? with(of_prefix, "endpoint", config.endpoints[*endpoint].name) : of_prefix;
  }
};

// All paths, then all prefixes.
SubjectItem subject(const AlertReport& alerts, std::size_t index, bool active_only) {
  if (index < alerts.paths.size()) {
    const PathStatus& path = alerts.paths[index];
    return {*alerts.config, path.connection, path.prefix, path.endpoint, path.status, active_only};
  }
  const PrefixStatus& prefix = alerts.prefixes[index - alerts.paths.size()];
  return {*alerts.config, prefix.connection, prefix.prefix,
          std::nullopt,   prefix.status,     active_only};
}

enum class Of : std::uint8_t { paths, prefixes };

constexpr bool is_of(Of of, const SubjectItem& item) {
  return item.endpoint.has_value() == (of == Of::paths);
}

template <Of of>
constexpr auto result = [](const SubjectItem& item) {
  return is_of(of, item) ? std::optional(value_of(item.status.overall)) : std::nullopt;
};

constexpr Metric<SubjectItem> result_rows[]{
    {Type::Gauge, "peering_test_result",
     "Result of the endpoint for this prefix: 0 Indeterminate, 1 Pass, 2 Warning (severity "
     "warning), 3 Fail (severity critical).",
     result<Of::paths>},
    {Type::Gauge, "peering_prefix_test_result",
     "Result of the prefix over all endpoints: 0 Indeterminate, 1 Pass, 2 Warning (severity "
     "warning), 3 Fail (severity critical).",
     result<Of::prefixes>},
};

// Connections and groups are few and stored in maps, so all of one kind form one item.
constexpr Metric<const AlertReport*> few_rows[]{
    {Type::Gauge, "peering_connection_test_result",
     "Result of the connection, derived from the results of its prefixes: 0 Indeterminate, 1 Pass, "
     "2 Warning, 3 Fail. docs/alerting.md has the table.",
     [](Series& out, const AlertReport* alerts) {
       for (const auto& [index, status] : alerts->connections) {
         out.add({{"connection", alerts->config->connections[index].name}},
                 value_of(status.overall));
       }
     }},
    {Type::Gauge, "peering_group_test_result",
     "Result of the redundancy group, derived from the results of its connections: 0 "
     "Indeterminate, 1 Pass, 2 Warning, 3 Fail. docs/alerting.md has the table.",
     [](Series& out, const AlertReport* alerts) {
       for (const auto& [group, status] : alerts->groups) {
         out.add({{"redundancy_group", group}}, value_of(status.overall));
       }
     }},
};

void add_active(Series& out, const SubjectItem& item) {
  for (const SignalStatus& status : item.status.signals) {
    const Labels labels = with(item.labels(), "signal", name_of(status.signal));
    const auto add = [&](std::string_view severity, const auto& limit, bool is_active, bool page) {
      if (!limit || (item.active_only && !is_active)) return;
      Labels of_alert = with(labels, "severity", severity);
      if (page) of_alert.push_back({"page", "true"});
      if (is_active) append_own_labels(of_alert, item.config.connections[item.connection]);
      out.add(std::move(of_alert), is_active);
    };
    add("warning", status.rule.warning, status.state.warning.active, false);
    add("critical", status.rule.critical, status.state.critical.active, status.rule.page);
  }
}

void add_transitions(Series& out, const SubjectItem& item) {
  for (const SignalStatus& status : item.status.signals) {
    const Labels labels = with(item.labels(), "signal", name_of(status.signal));
    for (std::size_t to = 0; to < transition_label_values.size(); ++to) {
      out.add(with(labels, "to", transition_label_values[to]),
              std::uint64_t{status.transitions[to]});
    }
  }
}

template <Signal signal, Of of>
constexpr auto thresholds = [](Series& out, const SubjectItem& item) {
  if (!is_of(of, item)) return;
  for (const SignalStatus& status : item.status.signals) {
    if (status.signal != signal) continue;
    const auto add = [&](std::string_view severity, const auto& limit) {
      if (limit) out.add(with(item.labels(), "severity", severity), *limit);
    };
    add("warning", status.rule.warning);
    add("critical", status.rule.critical);
  }
};

// An endpoint may have its own thresholds. So prefixes and paths have separate families, whose
// labels match those of the figures.
constexpr Metric<SubjectItem> active_rows[]{
    {Type::Gauge, "peering_alert_active",
     "1 if the signal has exceeded its threshold for at least `for`, else 0. Active alerts also "
     "have the connection's own labels. Without the label endpoint, the signal covers the whole "
     "prefix. page=\"true\": this alert goes to the pager. Signal not_measured: no result for at "
     "least `for`.",
     add_active},
};

constexpr Metric<SubjectItem> signal_rows[]{
    {Type::Counter, "peering_alert_transitions_total",
     "Transitions of the signal to the result in label `to`, since the start.", add_transitions},
    {Type::Gauge, "peering_alert_rtt_threshold_seconds",
     "Latency threshold of the prefix, by severity.", thresholds<Signal::latency, Of::prefixes>},
    {Type::Gauge, "peering_alert_path_rtt_threshold_seconds",
     "Latency threshold of the endpoint for this prefix, by severity.",
     thresholds<Signal::latency, Of::paths>},
    {Type::Gauge, "peering_alert_loss_threshold_ratio",
     "Loss threshold of the prefix, by severity.", thresholds<Signal::loss, Of::prefixes>},
    {Type::Gauge, "peering_alert_path_loss_threshold_ratio",
     "Loss threshold of the endpoint for this prefix, by severity.",
     thresholds<Signal::loss, Of::paths>},
    {Type::Gauge, "peering_alert_jitter_threshold_seconds",
     "Jitter threshold of the prefix, by severity.", thresholds<Signal::jitter, Of::prefixes>},
    {Type::Gauge, "peering_alert_path_jitter_threshold_seconds",
     "Jitter threshold of the endpoint for this prefix, by severity.",
     thresholds<Signal::jitter, Of::paths>},
    {Type::Gauge, "peering_alert_cert_expiry_threshold_seconds",
     "Minimum remaining validity of the endpoint's certificate, by severity.",
     thresholds<Signal::cert_expiry, Of::paths>},
};

}  // namespace

// Transitions and thresholds, and alerts that are not active, hardly ever change: only the whole
// page has them.
void append_alert_metrics(Families& families, const Page& page) {
  const AlertReport& alerts = page.assessment.alerts;
  const bool all = page.has(Detail::all);
  append<const AlertReport*>(families, few_rows, 1, [&alerts](std::size_t) { return &alerts; });
  if (!page.has(Detail::prefix)) return;
  // Paths come first.
  const std::size_t first = all ? 0 : alerts.paths.size();
  const std::size_t count = alerts.paths.size() + alerts.prefixes.size() - first;
  const auto subject_at = [&alerts, first, all](std::size_t index) {
    return subject(alerts, first + index, !all);
  };
  append<SubjectItem>(families, result_rows, count, subject_at);
  append<SubjectItem>(families, active_rows, count, subject_at);
  if (all) append<SubjectItem>(families, signal_rows, count, subject_at);
}

}  // namespace peeringd

#include "metrics/families.hpp"

namespace peeringd {
namespace {

// The thresholds of one signal, a family for prefixes and one for paths, whose endpoints may have
// thresholds of their own: so that each joins its figures label by label.
struct ThresholdFamilies {
  Signal signal;
  std::optional<MetricBuilder> prefix;
  MetricBuilder path;
};

std::vector<ThresholdFamilies> make_families() {
  const auto gauge = [](const char* name, const char* help) {
    return MetricBuilder::gauge(name, help);
  };
  std::vector<ThresholdFamilies> families;
  families.push_back({Signal::latency,
                      gauge("peering_alert_latency_threshold_seconds",
                            "Median round-trip time above which the prefix is not well."),
                      gauge("peering_alert_path_latency_threshold_seconds",
                            "Median round-trip time above which the endpoint is not well, as the "
                            "prefix sees it.")});
  families.push_back({Signal::loss,
                      gauge("peering_alert_loss_threshold_ratio",
                            "Loss ratio above which the prefix is not well."),
                      gauge("peering_alert_path_loss_threshold_ratio",
                            "Loss ratio above which the endpoint is not well, as the prefix sees "
                            "it.")});
  families.push_back(
      {Signal::jitter,
       gauge("peering_alert_jitter_threshold_seconds",
             "Jitter above which the prefix is not well."),
       gauge("peering_alert_path_jitter_threshold_seconds",
             "Jitter above which the endpoint is not well, as the prefix sees it.")});
  families.push_back({Signal::cert_expiry, std::nullopt,
                      gauge("peering_alert_cert_expiry_threshold_seconds",
                            "Time until a certificate's end below which the endpoint is not "
                            "well.")});
  return families;
}

void add_thresholds(MetricBuilder& family, const Labels& labels, const Rule& rule) {
  family.add(with(labels, "severity", "warning"), rule.warning);
  family.add(with(labels, "severity", "critical"), rule.critical);
}

const Rule* rule_of(const SubjectStatus& subject, Signal signal) {
  for (const SignalStatus& status : subject.signals) {
    if (status.signal == signal) return &status.rule;
  }
  return nullptr;
}

}  // namespace

void append_alert_thresholds(const AlertReport& alerts, Families& families) {
  for (ThresholdFamilies& of_signal : make_families()) {
    for (const PrefixStatus& prefix : alerts.prefixes) {
      const Rule* const rule = rule_of(prefix.status, of_signal.signal);
      if (rule != nullptr && of_signal.prefix) {
        add_thresholds(*of_signal.prefix, labels_of(*alerts.config, prefix), *rule);
      }
    }
    for (const PathStatus& path : alerts.paths) {
      const Rule* const rule = rule_of(path.status, of_signal.signal);
      if (rule != nullptr) add_thresholds(of_signal.path, labels_of(*alerts.config, path), *rule);
    }
    if (of_signal.prefix) of_signal.prefix->move_to(families);
    of_signal.path.move_to(families);
  }
}

}  // namespace peeringd

#include "metrics/families.hpp"

namespace peeringd {
namespace {

// The thresholds of `signal` of each of `subjects`, prefixes or paths.
template <typename Subjects>
MetricFamily thresholds(About about, Signal signal, const AlertReport& alerts,
                        const Subjects& subjects) {
  return gauge(std::move(about), subjects.size(),
               [&alerts, &subjects, signal](Series& out, std::size_t item) {
                 for (const SignalStatus& status : subjects[item].status.signals) {
                   if (status.signal != signal) continue;
                   const Labels labels = labels_of(*alerts.config, subjects[item]);
                   out.add(with(labels, "severity", "warning"), status.rule.warning);
                   out.add(with(labels, "severity", "critical"), status.rule.critical);
                 }
               });
}

}  // namespace

// A family for prefixes and one for paths, whose endpoints may have thresholds of their own: so
// that each joins its figures label by label.
void append_alert_thresholds(const AlertReport& alerts, Families& families) {
  const auto add_prefixes = [&](Signal signal, const char* name, const char* help) {
    families.push_back(thresholds({name, help}, signal, alerts, alerts.prefixes));
  };
  const auto add_paths = [&](Signal signal, const char* name, const char* help) {
    families.push_back(thresholds({name, help}, signal, alerts, alerts.paths));
  };
  add_prefixes(Signal::latency, "peering_alert_latency_threshold_seconds",
               "Median round-trip time above which the prefix is not well.");
  add_paths(Signal::latency, "peering_alert_path_latency_threshold_seconds",
            "Median round-trip time above which the endpoint is not well, as the prefix sees it.");
  add_prefixes(Signal::loss, "peering_alert_loss_threshold_ratio",
               "Loss ratio above which the prefix is not well.");
  add_paths(Signal::loss, "peering_alert_path_loss_threshold_ratio",
            "Loss ratio above which the endpoint is not well, as the prefix sees it.");
  add_prefixes(Signal::jitter, "peering_alert_jitter_threshold_seconds",
               "Jitter above which the prefix is not well.");
  add_paths(Signal::jitter, "peering_alert_path_jitter_threshold_seconds",
            "Jitter above which the endpoint is not well, as the prefix sees it.");
  add_paths(Signal::cert_expiry, "peering_alert_cert_expiry_threshold_seconds",
            "Time until a certificate's end below which the endpoint is not well.");
}

}  // namespace peeringd

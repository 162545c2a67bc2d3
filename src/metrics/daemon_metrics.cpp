// Metrics of the daemon itself.
#include "metrics/items.hpp"

namespace peeringd {
namespace {

struct DaemonItem {
  const Snapshot& snapshot;
  const DaemonFacts& facts;

  Labels labels() const { return {}; }
};

Labels build_labels(const DaemonItem& item) {
  Labels labels{{"version", item.facts.version}, {"compiler", "g++ " __VERSION__}};
  const std::string& site = item.snapshot.config->site;
  if (!site.empty()) labels.push_back({"site", site});
  return labels;
}

template <WallTime CertificateValidity::*edge>
constexpr auto certificate_time = [](const DaemonItem& item) -> std::optional<double> {
  const auto& certificate = item.facts.web_certificate;
  if (!certificate) return std::nullopt;
  return to_seconds(((*certificate).*edge).time_since_epoch());
};

constexpr Metric<DaemonItem> daemon_rows[]{
    {Type::Gauge, "peeringd_build_info",
     "Version of the running daemon, and the site of its host if it has one. Always 1.",
     [](Series& out, const DaemonItem& item) { out.add(build_labels(item), 1.0); }},
    {Type::Gauge, "peeringd_config_info",
     "SHA-256 of the files of the current configuration, the main file first. Always 1.",
     [](Series& out, const DaemonItem& item) {
       if (item.facts.config_sha256.empty()) return;
       out.add({{"sha256", item.facts.config_sha256}}, 1.0);
     }},
    {Type::Gauge, "peeringd_service_tags_timestamp_seconds",
     "Publication date of the service_tags table, as Unix time. Absent without a table, or if it "
     "has no date.",
     [](const DaemonItem& item) -> std::optional<double> {
       const auto& table = item.snapshot.config->service_tags;
       if (!table || !table->date()) return std::nullopt;
       return to_seconds(Duration(table->date()->time_since_epoch()));
     }},
    {Type::Counter, "peeringd_receive_drops_total",
     "Answers that the kernel dropped because the daemon's receive buffer was full.",
     [](const DaemonItem& item) { return item.snapshot.dropped_answers; }},
    {Type::Gauge, "peeringd_assessment_age_seconds",
     "Age of the assessment that these metrics show. Normally a second or less; more with very "
     "many targets.",
     [](const DaemonItem& item) { return item.facts.assessment_age; }},
    {Type::Gauge, "peeringd_targets",
     "Number of targets: combinations of connection, prefix, endpoint and probe.",
     [](const DaemonItem& item) { return item.snapshot.targets.size(); }},
    {Type::Gauge, "peeringd_config_last_reload_successful",
     "1 if the last attempt to load the configuration succeeded, 0 if it failed and an older one "
     "is in force.",
     [](const DaemonItem& item) { return item.facts.last_reload_successful; }},
    {Type::Gauge, "peeringd_config_last_reload_success_timestamp_seconds",
     "Unix time at which the current configuration was loaded.",
     [](const DaemonItem& item) { return item.facts.config_loaded_at.time_since_epoch(); }},
    {Type::Gauge, "peeringd_web_cert_not_before_timestamp_seconds",
     "Unix time from which all certificates in web.tls.cert_file are valid. Absent without TLS.",
     certificate_time<&CertificateValidity::from>},
    {Type::Gauge, "peeringd_web_cert_not_after_timestamp_seconds",
     "Unix time until which all certificates in web.tls.cert_file are valid. Absent without TLS.",
     certificate_time<&CertificateValidity::until>},
};

constexpr Metric<DaemonItem> further_rows[]{
    {Type::Histogram, "peeringd_scheduler_lag_seconds",
     "Delay between a probe's due time and its handling by the probing loop.",
     [](Series& out, const DaemonItem& item) {
       out.add({}, item.snapshot.lag, item.snapshot.lag_bounds);
     }},
    {Type::Gauge, "peeringd_config_window_seconds",
     "Configured length of the window, over which quantiles, loss and jitter are computed.",
     [](const DaemonItem& item) { return to_seconds(item.snapshot.config->window); }},
};

}  // namespace

void append_daemon_metrics(Families& families, const Page& page) {
  const auto item_at = [&page](std::size_t /*index*/) {
    return DaemonItem{page.snapshot, page.facts};
  };
  append<DaemonItem>(families, daemon_rows, 1, item_at);
  if (page.has(Detail::all)) append<DaemonItem>(families, further_rows, 1, item_at);
}

}  // namespace peeringd

#include <charconv>

#include "metrics/families.hpp"

namespace peeringd {
namespace {

// `1.1` as the number 1.1; none when there was no response.
std::optional<double> as_number(const std::string& version) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(version.data(), version.data() + version.size(), number);
  if (version.empty() || error != std::errc{}) return std::nullopt;
  return number;
}

prometheus::ClientMetric::Summary to_summary(const PhaseTotal& total) {
  prometheus::ClientMetric::Summary summary;
  summary.sample_count = total.count;
  summary.sample_sum = to_seconds(total.sum);
  return summary;
}

void add_phases(MetricBuilder& phases, const Labels& labels, const TargetSnapshot& target) {
  if (target.resolving.count > 0) {
    phases.add(with(labels, "phase", "resolve"), to_summary(target.resolving));
  }
  for (std::size_t i = 0; i < http_phase_names.size(); ++i) {
    const PhaseTotal& total = target.findings->phases[i];
    if (total.count > 0) phases.add(with(labels, "phase", http_phase_names[i]), to_summary(total));
  }
}

}  // namespace

void append_http_metrics(const Snapshot& snapshot, Families& families) {
  MetricBuilder phases = MetricBuilder::summary(
      "peering_http_phase_seconds",
      "Time spent in each phase of HTTP probes since the start: resolve (on a cadence of its own), "
      "connect, tls, processing (request to first byte), transfer.");
  MetricBuilder status =
      MetricBuilder::gauge("peering_http_status_code", "Status of the last HTTP response.");
  MetricBuilder version =
      MetricBuilder::gauge("peering_http_version", "HTTP version of the last response.");
  MetricBuilder tls = MetricBuilder::gauge("peering_tls_version_info",
                                           "TLS version of the last HTTPS probe. Always 1.");
  MetricBuilder not_after = MetricBuilder::gauge(
      "peering_tls_cert_not_after_timestamp_seconds",
      "When the first certificate of the presented chain expires, in Unix time.");

  for (const TargetSnapshot& target : snapshot.targets) {
    if (!target.findings || !target.findings->last_exchange) continue;
    const HttpExchange& last = *target.findings->last_exchange;
    const Labels labels = labels_of(*snapshot.config, target.target);
    add_phases(phases, labels, target);
    if (last.status) status.add(labels, static_cast<double>(*last.status));
    version.add(labels, as_number(last.http_version));
    if (!last.tls_version.empty()) tls.add(with(labels, "version", last.tls_version), 1.0);
    if (last.certificate_not_after) {
      not_after.add(labels, to_seconds(last.certificate_not_after->time_since_epoch()));
    }
  }
  for (MetricBuilder* builder : {&phases, &status, &version, &tls, &not_after}) {
    builder->move_to(families);
  }
}

}  // namespace peeringd

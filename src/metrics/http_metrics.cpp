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

// `tell(series, labels, target, exchange)` of each target that has had an exchange.
template <typename Tell>
auto of_exchanges(const Snapshot& snapshot, Tell tell) {
  return [&snapshot, tell](Series& out, std::size_t item) {
    const TargetSnapshot& target = snapshot.targets[item];
    if (!target.observations || !target.observations->last_exchange) return;
    tell(out, labels_of(snapshot, target), target, *target.observations->last_exchange);
  };
}

void tell_phases(Series& out, const Labels& labels, const TargetSnapshot& target,
                 const HttpExchange& /*last*/) {
  if (target.resolving.count > 0) {
    out.add(with(labels, "phase", "resolve"), to_summary(target.resolving));
  }
  for (std::size_t i = 0; i < http_phase_names.size(); ++i) {
    const PhaseTotal& total = target.observations->phases[i];
    if (total.count > 0) out.add(with(labels, "phase", http_phase_names[i]), to_summary(total));
  }
}

void tell_status(Series& out, Labels labels, const TargetSnapshot& /*target*/,
                 const HttpExchange& last) {
  if (last.status) out.add(std::move(labels), static_cast<double>(*last.status));
}

void tell_version(Series& out, Labels labels, const TargetSnapshot& /*target*/,
                  const HttpExchange& last) {
  out.add(std::move(labels), as_number(last.http_version));
}

void tell_tls_version(Series& out, Labels labels, const TargetSnapshot& /*target*/,
                      const HttpExchange& last) {
  if (last.tls_version.empty()) return;
  out.add(with(std::move(labels), "version", last.tls_version), 1.0);
}

void tell_certificate(Series& out, Labels labels, const TargetSnapshot& /*target*/,
                      const HttpExchange& last) {
  if (!last.certificate_not_after) return;
  out.add(std::move(labels), to_seconds(last.certificate_not_after->time_since_epoch()));
}

void tell_sent_certificates(Series& out, Labels labels, const TargetSnapshot& /*target*/,
                            const HttpExchange& last) {
  if (!last.sent_not_after) return;
  out.add(std::move(labels), to_seconds(last.sent_not_after->time_since_epoch()));
}

}  // namespace

void append_http_metrics(const Snapshot& snapshot, Families& families) {
  const std::size_t all = snapshot.targets.size();
  families.push_back(
      summary({"peering_http_phase_seconds",
               "Time spent in each phase of HTTP probes since the start: resolve (on a cadence of "
               "its own), connect, tls, processing (request to first byte), transfer."},
              all, of_exchanges(snapshot, tell_phases)));
  families.push_back(gauge({"peering_http_status_code", "Status of the last HTTP response."}, all,
                           of_exchanges(snapshot, tell_status)));
  families.push_back(gauge({"peering_http_version", "HTTP version of the last response."}, all,
                           of_exchanges(snapshot, tell_version)));
  families.push_back(
      gauge({"peering_tls_version_info", "TLS version of the last HTTPS probe. Always 1."}, all,
            of_exchanges(snapshot, tell_tls_version)));
  families.push_back(
      gauge({"peering_tls_cert_not_after_timestamp_seconds",
             "When the first certificate of the verified chain expires, in Unix time."},
            all, of_exchanges(snapshot, tell_certificate)));
  families.push_back(gauge(
      {"peering_tls_sent_certs_not_after_timestamp_seconds",
       "When the first of all certificates that the server sent expires, in Unix time, whether "
       "or not the verified chain needs it. No alert is about it."},
      all, of_exchanges(snapshot, tell_sent_certificates)));
}

}  // namespace peeringd

// Phases, status, version and certificates of HTTP probes; absent before the first response.
#include <charconv>

#include "metrics/items.hpp"

namespace peeringd {
namespace {

const HttpExchange* last_exchange(const TargetItem& item) {
  const auto& observations = item.target.observations;
  return observations && observations->last_exchange ? &*observations->last_exchange : nullptr;
}

prometheus::ClientMetric::Summary to_summary(const PhaseTotal& total) {
  prometheus::ClientMetric::Summary summary;
  summary.sample_count = total.count;
  summary.sample_sum = to_seconds(total.sum);
  return summary;
}

void add_phases(Series& out, const TargetItem& item) {
  if (last_exchange(item) == nullptr) return;
  const Labels labels = item.labels();
  const auto add = [&](std::string_view phase, const PhaseTotal& total) {
    if (total.count > 0) out.add(with(labels, "phase", phase), to_summary(total));
  };
  add("resolve", item.target.resolving);
  for (std::size_t i = 0; i < http_phase_names.size(); ++i) {
    add(http_phase_names[i], item.target.observations->phases[i]);
  }
}

std::optional<double> status_of(const TargetItem& item) {
  const HttpExchange* const last = last_exchange(item);
  return last != nullptr && last->status ? std::optional(static_cast<double>(*last->status))
                                         : std::nullopt;
}

// `1.1` as the number 1.1; absent without a response.
std::optional<double> http_version(const TargetItem& item) {
  const HttpExchange* const last = last_exchange(item);
  if (last == nullptr || last->http_version.empty()) return std::nullopt;
  const std::string& text = last->http_version;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} ? std::optional(number) : std::nullopt;
}

void add_tls_version(Series& out, const TargetItem& item) {
  const HttpExchange* const last = last_exchange(item);
  if (last == nullptr || last->tls_version.empty()) return;
  out.add(with(item.labels(), "version", last->tls_version), 1.0);
}

template <std::optional<WallTime> HttpExchange::*end>
constexpr auto unix_time = [](const TargetItem& item) -> std::optional<double> {
  const HttpExchange* const last = last_exchange(item);
  if (last == nullptr || !(last->*end)) return std::nullopt;
  return to_seconds((last->*end)->time_since_epoch());
};

constexpr Metric<TargetItem> http_metric_rows[]{
    {Type::Summary, "peering_http_phase_seconds",
     "Time spent in each phase of HTTP probes since the start: resolve (DNS lookups, which run "
     "separately from the probes), connect, tls, processing (request to first byte), transfer.",
     add_phases},
    {Type::Gauge, "peering_http_status_code", "Status code of the last HTTP response.",
     [](const TargetItem& item) { return status_of(item); }},
    {Type::Gauge, "peering_http_version", "HTTP version of the last response.",
     [](const TargetItem& item) { return http_version(item); }},
    {Type::Gauge, "peering_tls_version_info", "TLS version of the last HTTPS probe. Always 1.",
     add_tls_version},
    {Type::Gauge, "peering_tls_cert_not_after_timestamp_seconds",
     "Unix time of the earliest expiry in the verified certificate chain.",
     unix_time<&HttpExchange::certificate_not_after>},
    {Type::Gauge, "peering_tls_sent_certs_not_after_timestamp_seconds",
     "Unix time of the earliest expiry among all certificates that the server sent, whether or not "
     "the verified chain needs them. Not used by alerts.",
     unix_time<&HttpExchange::sent_not_after>},
};

}  // namespace

const Metrics<TargetItem> http_metrics{http_metric_rows};

}  // namespace peeringd

// Counters of each target since the start, and its figures over the window.
#include "metrics/items.hpp"
#include "model/config.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

using Count = std::uint64_t ProbeCounters::*;

// Absent while it is unknown whether the target answers at all.
template <Count count>
constexpr auto known = [](const TargetItem& item) {
  const ProbeCounters& counters = item.target.counters;
  return item.target.unknown ? std::nullopt : std::optional(counters.*count);
};

template <Count count>
constexpr auto always = [](const TargetItem& item) { return item.target.counters.*count; };

void add_lost(Series& out, const TargetItem& item) {
  if (item.target.unknown) return;
  const Labels labels = item.labels();
  const ProbeConfig& probe = probe_of(*item.snapshot.config, item.target.target);
  for (const LossReason reason : traits_of(probe.options).loss_reasons) {
    out.add(with(labels, "reason", name_of(reason)), item.target.counters.lost[index_of(reason)]);
  }
}

void add_errors(Series& out, const TargetItem& item) {
  const Labels labels = item.labels();
  for (std::size_t i = 0; i < error_reason_names.size(); ++i) {
    out.add(with(labels, "reason", error_reason_names[i]), item.target.counters.errors[i]);
  }
}

void add_round_trips(Series& out, const TargetItem& item) {
  if (item.target.unknown) return;
  out.add(item.labels(), item.target.round_trips, item.snapshot.config->rtt_buckets);
}

// The quantiles cover the window; sum and count cover the time since the start, as usual for a
// summary.
std::optional<prometheus::ClientMetric::Summary> round_trip_summary(const TargetItem& item) {
  const TargetSnapshot& target = item.target;
  if (target.unknown || target.counters.received == 0) return std::nullopt;
  prometheus::ClientMetric::Summary summary;
  summary.sample_count = target.round_trips.count();
  summary.sample_sum = to_seconds(target.round_trips.sum());
  for (std::size_t i = 0; i < reported_quantiles.size(); ++i) {
    const auto value = item.window.quantile(i);
    if (value) summary.quantile.push_back({reported_quantiles[i], to_seconds(*value)});
  }
  return summary;
}

const ProbeConfig& probe_of(const TargetItem& item) {
  return probe_of(*item.snapshot.config, item.target.target);
}

constexpr Metric<TargetItem> target_metric_rows[]{
    {Type::Gauge, "peering_probe_success",
     "1 if the last finished probe was answered, 0 if it was lost. Absent without a finished probe "
     "in the window.",
     [](const TargetItem& item) {
       return item.target.unknown ? std::nullopt : item.window.last_answered;
     }},
    {Type::Gauge, "peering_probe_last_success_timestamp_seconds",
     "Unix time of the last answer, to the second. Absent if there was none since the start.",
     [](const TargetItem& item) {
       return item.last_answer ? std::optional(to_seconds(item.last_answer->time_since_epoch()))
                               : std::nullopt;
     }},
    {Type::Gauge, "peering_probe_interval_seconds", "Configured interval of the probe.",
     [](const TargetItem& item) { return to_seconds(probe_of(item).interval); }},
    {Type::Gauge, "peering_probe_timeout_seconds", "Configured timeout of the probe.",
     [](const TargetItem& item) { return to_seconds(probe_of(item).timeout); }},
    {Type::Counter, "peering_probes_sent_total",
     "Probes sent. For each target the sum of received, lost, inconclusive and in flight.",
     known<&ProbeCounters::sent>},
    {Type::Counter, "peering_probes_received_total", "Probes answered within their timeout.",
     known<&ProbeCounters::received>},
    {Type::Counter, "peering_probes_lost_total",
     "Probes sent and lost, by reason. The reasons depend on the probe type.", add_lost},
    {Type::Gauge, "peering_probes_in_flight",
     "Probes sent that can still be answered within their timeout.",
     known<&ProbeCounters::in_flight>},
    {Type::Counter, "peering_probes_inconclusive_total",
     "Probes sent whose answer this host may have missed, because its receive buffer overflowed or "
     "it was suspended.",
     known<&ProbeCounters::inconclusive>},
    {Type::Gauge, "peering_probe_never_answered",
     "1 while a target has never answered and need not: a STUN server, or a host without an "
     "address "
     "of the prefix's family. Until then its counters and statistics are absent.",
     [](const TargetItem& item) {
       return item.target.unknown ? std::optional(1.0) : std::nullopt;
     }},
    {Type::Counter, "peering_probes_late_total",
     "Answers that arrived after the timeout of their probe.", always<&ProbeCounters::late>},
    {Type::Counter, "peering_probes_duplicate_total",
     "Further answers to probes that were already answered.", always<&ProbeCounters::duplicate>},
    {Type::Counter, "peering_probes_reordered_total",
     "Probes whose answer arrived after that of a later probe (RFC 4737).",
     always<&ProbeCounters::reordered>},
    {Type::Counter, "peering_probe_errors_total",
     "Probes due but not sent, by reason: source (no local address in the prefix), resolve (no "
     "address for the name), permission, send (refused by the kernel).",
     add_errors},
    {Type::Counter, "peering_probes_skipped_total",
     "Probes due but not sent because the daemon was late.", always<&ProbeCounters::skipped>},
    {Type::Histogram, "peering_probe_rtt_seconds",
     "Round-trip times of answered probes since the start.", add_round_trips},
    {Type::Summary, "peering_window_rtt_seconds",
     "Quantiles of the round-trip time over the window: 0 is the minimum, 0.5 the median, 1 the "
     "maximum. _sum and _count cover the time since the start.",
     [](const TargetItem& item) { return round_trip_summary(item); }},
    {Type::Gauge, "peering_window_loss_ratio", "lost / (received + lost), over the window.",
     [](const TargetItem& item) {
       return item.target.unknown ? std::nullopt : item.window.loss_ratio;
     }},
    {Type::Gauge, "peering_window_jitter_seconds",
     "Mean absolute difference of consecutive round-trip times, over the window.",
     [](const TargetItem& item) {
       return item.target.unknown ? std::nullopt : item.window.jitter;
     }},
};

}  // namespace

const Metrics<TargetItem> target_metrics{target_metric_rows};

}  // namespace peeringd

#include "metrics/families.hpp"

namespace peeringd {
namespace {

// Quantiles are of the window; sum and count are since the start, as Prometheus wants a summary.
prometheus::ClientMetric::Summary to_summary(const Figures& window, const Histogram& round_trips) {
  prometheus::ClientMetric::Summary summary;
  summary.sample_count = round_trips.count();
  summary.sample_sum = to_seconds(round_trips.sum());
  for (std::size_t i = 0; i < told_quantiles.size(); ++i) {
    const auto value = window.quantile(i);
    if (value) summary.quantile.push_back({told_quantiles[i], to_seconds(*value)});
  }
  return summary;
}

}  // namespace

void append_target_statistics(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  MetricBuilder histogram = MetricBuilder::histogram(
      "peering_probe_rtt_seconds", "Round-trip times of answered probes since the start.");
  MetricBuilder rtt =
      MetricBuilder::summary("peering_rtt_seconds",
                             "Quantiles of the round-trip time over the window (0 is the "
                             "minimum, 0.5 the median, 1 the maximum).");
  MetricBuilder loss = MetricBuilder::gauge(
      "peering_loss_ratio", "Lost probes as a share of all finished ones, over the window.");
  MetricBuilder jitter =
      MetricBuilder::gauge("peering_jitter_seconds",
                           "Mean absolute difference of consecutive round-trip times, over "
                           "the window.");
  for (std::size_t i = 0; i < snapshot.targets.size(); ++i) {
    const TargetSnapshot& target = snapshot.targets[i];
    if (target.unknown) continue;
    const Figures& window = rollup.targets[i];
    const Labels labels = labels_of(*snapshot.config, target.target);
    histogram.add(labels, target.round_trips, snapshot.config->rtt_buckets);
    if (target.ledger.received > 0) rtt.add(labels, to_summary(window, target.round_trips));
    loss.add(labels, window.tally.loss_ratio());
    jitter.add(labels, window.tally.jitter());
  }
  for (MetricBuilder* family : {&histogram, &rtt, &loss, &jitter}) family->move_to(families);
}

}  // namespace peeringd

#include "metrics/families.hpp"
#include "model/config.hpp"

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

// `tell(series, labels, target, figures)` of each target that is known to answer.
template <typename Tell>
auto of_known(const Snapshot& snapshot, const Rollup& rollup, Tell tell) {
  return [&snapshot, &rollup, tell](Series& out, std::size_t item) {
    const TargetSnapshot& target = snapshot.targets[item];
    if (!target.unknown) tell(out, labels_of(snapshot, target), target, rollup.targets[item]);
  };
}

}  // namespace

void append_target_statistics(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  const std::size_t all = snapshot.targets.size();
  families.push_back(histogram(
      {"peering_probe_rtt_seconds", "Round-trip times of answered probes since the start."}, all,
      of_known(snapshot, rollup,
               [&bounds = snapshot.config->rtt_buckets](
                   Series& out, Labels labels, const TargetSnapshot& target, const Figures&) {
                 out.add(std::move(labels), target.round_trips, bounds);
               })));
  families.push_back(summary(
      {"peering_rtt_seconds",
       "Quantiles of the round-trip time over the window (0 is the minimum, 0.5 the "
       "median, 1 the maximum)."},
      all,
      of_known(snapshot, rollup,
               [](Series& out, Labels labels, const TargetSnapshot& target, const Figures& window) {
                 if (target.ledger.received == 0) return;
                 out.add(std::move(labels), to_summary(window, target.round_trips));
               })));
  families.push_back(gauge(
      {"peering_loss_ratio", "Lost probes as a share of all finished ones, over the window."}, all,
      of_known(snapshot, rollup,
               [](Series& out, Labels labels, const TargetSnapshot&, const Figures& window) {
                 out.add(std::move(labels), window.loss_ratio);
               })));
  families.push_back(
      gauge({"peering_jitter_seconds",
             "Mean absolute difference of consecutive round-trip times, over the window."},
            all,
            of_known(snapshot, rollup,
                     [](Series& out, Labels labels, const TargetSnapshot&, const Figures& window) {
                       out.add(std::move(labels), window.jitter);
                     })));
}

}  // namespace peeringd

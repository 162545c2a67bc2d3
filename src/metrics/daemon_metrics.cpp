#include "metrics/families.hpp"

namespace peeringd {

void append_daemon_metrics(const Snapshot& snapshot, const DaemonFacts& facts, Families& families) {
  MetricBuilder build =
      MetricBuilder::gauge("peeringd_build_info", "The version that runs. Always 1.");
  build.add({{"version", facts.version}, {"compiler", "g++ " __VERSION__}}, 1.0);
  build.move_to(families);

  MetricBuilder lag = MetricBuilder::histogram(
      "peeringd_scheduler_lag_seconds", "How late the probing loop came to probes that were due.");
  lag.add({}, snapshot.lag, snapshot.lag_bounds);
  lag.move_to(families);

  MetricBuilder dropped = MetricBuilder::counter(
      "peeringd_receive_drops_total",
      "Answers that the kernel dropped because the daemon's receive buffer was full.");
  dropped.add({}, snapshot.dropped_answers);
  dropped.move_to(families);

  MetricBuilder targets = MetricBuilder::gauge(
      "peeringd_targets", "Targets: combinations of connection, prefix, endpoint and probe.");
  targets.add({}, static_cast<double>(snapshot.targets.size()));
  targets.move_to(families);

  MetricBuilder successful =
      MetricBuilder::gauge("peeringd_config_last_reload_successful",
                           "1 when the last attempt to load the configuration succeeded, "
                           "0 when it failed and an older one is in force.");
  successful.add({}, facts.last_reload_successful ? 1.0 : 0.0);
  successful.move_to(families);

  MetricBuilder loaded =
      MetricBuilder::gauge("peeringd_config_last_reload_success_timestamp_seconds",
                           "When the configuration in force was loaded, in Unix time.");
  loaded.add({}, to_seconds(facts.config_loaded_at.time_since_epoch()));
  loaded.move_to(families);
}

}  // namespace peeringd

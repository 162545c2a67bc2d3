#include "metrics/families.hpp"

namespace peeringd {

void append_daemon_metrics(const Snapshot& snapshot, const DaemonFacts& facts, Families& families) {
  families.push_back(gauge({"peeringd_build_info", "The version that runs. Always 1."}, 1,
                           [version = facts.version](Series& out, std::size_t /*item*/) {
                             out.add({{"version", version}, {"compiler", "g++ " __VERSION__}}, 1.0);
                           }));
  families.push_back(histogram(
      {"peeringd_scheduler_lag_seconds", "How late the probing loop came to probes that were due."},
      1, [&snapshot](Series& out, std::size_t /*item*/) {
        out.add({}, snapshot.lag, snapshot.lag_bounds);
      }));
  families.push_back(single_counter(
      {"peeringd_receive_drops_total",
       "Answers that the kernel dropped because the daemon's receive buffer was full."},
      static_cast<double>(snapshot.dropped_answers)));
  families.push_back(single_gauge(
      {"peeringd_targets", "Targets: combinations of connection, prefix, endpoint and probe."},
      static_cast<double>(snapshot.targets.size())));
  families.push_back(single_gauge({"peeringd_config_last_reload_successful",
                                   "1 when the last attempt to load the configuration succeeded, "
                                   "0 when it failed and an older one is in force."},
                                  facts.last_reload_successful ? 1.0 : 0.0));
  families.push_back(single_gauge({"peeringd_config_last_reload_success_timestamp_seconds",
                                   "When the configuration in force was loaded, in Unix time."},
                                  to_seconds(facts.config_loaded_at.time_since_epoch())));
}

}  // namespace peeringd

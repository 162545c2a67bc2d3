// Evaluates the alerts of one snapshot at successive times.
#pragma once

#include <stdexcept>

#include "assessment/alert_monitor.hpp"
#include "reachability/reach_monitor.hpp"
#include "rollup/roll_up.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

inline AlertConfig latency_and_loss() {
  AlertConfig alerts;
  alerts.latency = {60ms, 100ms};
  alerts.loss = {0.01, 0.10};
  alerts.min_samples = 5;
  return alerts;
}

inline ConnectionConfig watched(std::string name, const char* network, const AlertConfig& alerts) {
  ConnectionConfig connection = test::connection(std::move(name), {prefix(network)});
  connection.prefixes[0].alerts = alerts;
  return connection;
}

inline Config seattle(const AlertConfig& alerts = latency_and_loss()) {
  return config({endpoint("edge", "192.0.2.1", {icmp_probe()})},
                {watched("seattle", "203.0.113.0/24", alerts)});
}

// Evaluations of one snapshot at successive times.
class Evaluations {
 public:
  explicit Evaluations(Config config) : snapshot(blank_snapshot(std::move(config))) {}

  AlertReport at(Duration time) {
    snapshot.taken_at = MonotonicTime{1h + time};
    const Rollup rollup = roll_up(snapshot);
    const ReachReport reach = reach_.update(snapshot, rollup);
    std::vector<const PrefixRouteReport*> of_prefixes;
    if (routes) of_prefixes = {&*routes};
    AlertMonitor::Evaluation evaluation =
        monitor_.evaluate({snapshot, rollup, reach, WallTime{1000h + time}, of_prefixes});
    lines.clear();
    for (const Transition& transition : evaluation.transitions) {
      lines.push_back(to_string(event_of(transition)));
    }
    return std::move(evaluation.report);
  }

  Snapshot snapshot;
  std::optional<PrefixRouteReport> routes;
  std::vector<std::string> lines;  // summaries of the last evaluation

 private:
  ReachMonitor reach_;
  AlertMonitor monitor_;
};

inline const SignalStatus& signal_of(const SubjectStatus& subject, Signal signal) {
  for (const SignalStatus& status : subject.signals) {
    if (status.signal == signal) return status;
  }
  throw std::out_of_range("the subject has no such signal");
}

}  // namespace peeringd::test

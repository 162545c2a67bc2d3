// Simulates a daemon that probes, without a network: passes its snapshots and its feed to the
// history, and keeps the measurements for comparison.
#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "model/measurement_feed.hpp"
#include "support/manual_clock.hpp"
#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd::test {

/// Connections `a`, `b`, …, each with a prefix and two endpoints of two probes.
inline Config simulated_config(int connections = 2) {
  std::vector<ConnectionConfig> all;
  for (int i = 0; i < connections; ++i) {
    const std::string network = "198.18." + std::to_string(i) + ".0/24";
    all.push_back(
        connection(std::string(1, static_cast<char>('a' + i)), {prefix(network.c_str())}));
    all.back().endpoints = {0, 1};
  }
  return config({endpoint("teams", "192.0.2.1", {icmp_probe(), tcp_probe(443)}),
                 endpoint("exchange", "192.0.2.2", {icmp_probe(), tcp_probe(443)})},
                std::move(all));
}

class SimulatedRun {
 public:
  explicit SimulatedRun(ManualClock& clock, Config config = simulated_config())
      : clock_(clock), snapshot_(blank_snapshot(std::move(config))) {}

  Snapshot& snapshot() { return snapshot_; }

  /// One answer of a target.
  void answer(std::size_t target, Duration round_trip) {
    TargetSnapshot& state = snapshot_.targets[target];
    record_sent(state.counters);
    record_received(state.counters);
    batch_.answers.push_back({state.series, Distribution::units_of(round_trip)});
    samples_[key(target)].push_back(Distribution::units_of(round_trip));
  }

  void lose(std::size_t target) {
    record_sent(snapshot_.targets[target].counters);
    record_lost(snapshot_.targets[target].counters, LossReason::timeout);
  }

  /// Ten seconds: each target is probed once; some probes are lost.
  void probe_all() {
    for (std::size_t target = 0; target < snapshot_.targets.size(); ++target) {
      const double middle = 10.0 + 5.0 * static_cast<double>(target);
      std::lognormal_distribution<double> round_trip(std::log(middle), 0.3);
      if (random_() % 50 == 0) {
        lose(target);
      } else {
        answer(target, std::chrono::round<Duration>(
                           std::chrono::duration<double, std::milli>(round_trip(random_))));
      }
    }
    clock_.advance(std::chrono::seconds{10});
  }

  /// The target has no more probes, and is gone from the snapshot.
  void remove(std::size_t target) {
    const TargetSnapshot& state = snapshot_.targets[target];
    batch_.ended.push_back(
        {state.series, snapshot_.config, state.target, state.unknown, state.counters});
    snapshot_.targets.erase(snapshot_.targets.begin() + static_cast<std::ptrdiff_t>(target));
  }

  MeasurementBatch take_batch() { return std::exchange(batch_, {}); }
  std::shared_ptr<const Assessment> assessment() const {
    return assessment_of(snapshot_, nullptr, clock_.wall());
  }

  TargetKey key(std::size_t target) const {
    return key_of(*snapshot_.config, snapshot_.targets[target].target);
  }

  /// All round-trip times so far, in units.
  const std::map<TargetKey, std::vector<std::uint32_t>>& samples() const { return samples_; }

 private:
  ManualClock& clock_;
  Snapshot snapshot_;
  MeasurementBatch batch_;
  std::map<TargetKey, std::vector<std::uint32_t>> samples_;
  std::mt19937 random_{1};
};

}  // namespace peeringd::test

// One connection, seattle, whose targets are probed each at its own interval and phase, second by
// second.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "unit/reachability/reach_monitor_harness.hpp"

namespace peeringd::test {

/// One endpoint for each list; its probes in the list.
inline Config endpoints_of(const std::vector<std::vector<ProbeConfig>>& lists) {
  std::vector<EndpointConfig> endpoints;
  ConnectionConfig seattle = connection("seattle", {prefix("203.0.113.0/24")});
  seattle.endpoints.clear();
  for (const auto& probes : lists) {
    const std::string number = std::to_string(endpoints.size() + 1);
    seattle.endpoints.push_back(endpoints.size());
    endpoints.push_back(endpoint("endpoint" + number, "192.0.2." + number, probes));
  }
  return config(endpoints, {seattle});
}

class TimedProbes : public ReachMonitorHarness {
 public:
  explicit TimedProbes(const std::vector<std::vector<ProbeConfig>>& lists)
      : ReachMonitorHarness(endpoints_of(lists)),
        dead(snapshot.targets.size()),
        timeouts_(snapshot.targets.size()),
        choice_(snapshot.prefixes[0].choice) {}

  void second() {
    ++now_;
    for (std::size_t t = 0; t < snapshot.targets.size(); ++t) probe(t);
    assess();
  }
  void seconds(int count) {
    for (int i = 0; i < count; ++i) second();
  }

  /// How long it takes until the connection is not up; `most` if it stays up.
  int seconds_until_down(int most) {
    for (int i = 0; i < most; ++i, second()) {
      if (!is_up()) return i;
    }
    return most;
  }

  bool is_up() const { return report.connections[0].up == true; }
  void kill_all() { dead.assign(dead.size(), true); }
  void have_source(bool has) {
    if (has) snapshot.prefixes[0].choice = choice_;
    if (!has) lose_source(0);
  }

  std::vector<bool> dead;  ///< the targets that do not answer

 private:
  static constexpr std::uint64_t timeout = 2;

  void probe(std::size_t t) {
    TargetSnapshot& target = snapshot.targets[t];
    const auto lost = std::erase_if(timeouts_[t], [&](std::uint64_t due) { return due <= now_; });
    if (lost > 0) lose(target, now_, lost);
    const auto interval =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                       probe_of(*snapshot.config, target.target).interval)
                                       .count());
    const std::uint64_t phase = t * interval / snapshot.targets.size();
    if (now_ % interval != phase) return;
    if (!snapshot.prefixes[0].choice.source) {
      ++target.counters.errors[index_of(ErrorReason::source)];
    } else if (dead[t]) {
      timeouts_[t].push_back(now_ + timeout);
    } else {
      answer(target, now_, 1, 10ms);
    }
  }

  std::vector<std::vector<std::uint64_t>> timeouts_;  // when the probes under way are lost
  SourceChoice choice_;
  std::uint64_t now_ = 0;
};

}  // namespace peeringd::test

// A reach monitor over the snapshot of two connections, which passes seconds.
#pragma once

#include <algorithm>

#include "reachability/reach_monitor.hpp"
#include "rollup/roll_up.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

inline ConnectionConfig member(const char* name, std::vector<PrefixConfig> prefixes) {
  ConnectionConfig member = connection(name, std::move(prefixes));
  member.endpoints = {0, 1};
  member.redundancy_group = "contoso";
  return member;
}

// Two connections of one group with two prefixes and one; each prefix probes two endpoints.
inline Config two_connections() {
  return config({endpoint("teams", "192.0.2.1", {icmp_probe(1s)}),
                 endpoint("outlook", "192.0.2.2", {icmp_probe(1s)})},
                {member("seattle", {prefix("203.0.113.0/24"), prefix("203.0.112.0/24")}),
                 member("portland", {prefix("198.51.100.0/24")})});
}

class ReachMonitorHarness {
 public:
  explicit ReachMonitorHarness(Config config = two_connections())
      : snapshot(blank_snapshot(config)) {}

  // Passes `count` seconds in which all targets answer except those in `dead`.
  const ReachReport& pass(int count, const std::vector<std::size_t>& dead = {}) {
    for (int i = 0; i < count; ++i) {
      ++number_;
      for (std::size_t t = 0; t < snapshot.targets.size(); ++t) {
        const bool silent = std::find(dead.begin(), dead.end(), t) != dead.end();
        if (silent) lose(snapshot.targets[t], number_, 1);
        if (!silent) answer(snapshot.targets[t], number_, 1, 10ms);
      }
      assess();
    }
    return report;
  }

  const ReachReport& assess(Duration later = 1s, std::span<const AccessLine> lines = {}) {
    snapshot.taken_at += later;
    report = monitor_.update(snapshot, roll_up(snapshot), lines);
    return report;
  }

  // Restores an outage of portland that began `age` ago, in a previous run.
  void restore(Reach reach, Duration age) {
    const WallTime wall{std::chrono::hours{1000}};
    monitor_.restore({{"portland", "198.51.100.0/24", reach, wall - age, "no address"}}, {},
                     {snapshot.taken_at, wall});
  }

  // Restores that the prefix of portland had a source in a previous run.
  void restore_source() {
    monitor_.restore({}, {{"portland", "198.51.100.0/24"}}, {snapshot.taken_at, {}});
  }

  void lose_source(std::size_t prefix) {
    snapshot.prefixes[prefix].choice.source.reset();
    snapshot.prefixes[prefix].choice.problem = "no address";
  }

  Snapshot snapshot;
  ReachReport report;

 private:
  ReachMonitor monitor_;
  std::uint64_t number_ = 0;
};

// Targets: seattle 203.0.113.0/24 {0, 1}, seattle 203.0.112.0/24 {2, 3}, portland {4, 5}.

}  // namespace peeringd::test

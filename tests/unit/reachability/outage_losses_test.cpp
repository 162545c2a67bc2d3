// Which losses belong to an outage, and so do not count as loss.
#include <gtest/gtest.h>

#include "unit/reachability/reach_monitor_harness.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

TEST(ReachMonitor, ExcludesTheOutageLossesOfARarelyProbedEndpoint) {
  ReachMonitorHarness reaching(config({endpoint("teams", "192.0.2.1", {icmp_probe(1s)}),
                                       endpoint("outlook", "192.0.2.2", {icmp_probe(10s)})},
                                      {member("portland", {prefix("198.51.100.0/24")})}));
  const auto pass = [&](std::uint64_t first, std::uint64_t last, bool dead) {
    for (std::uint64_t second = first; second <= last; ++second) {
      for (const std::size_t t : {0U, 1U}) {
        if (t == 1 && second % 10 != 0) continue;
        TargetSnapshot& target = reaching.snapshot.targets[t];
        if (dead) lose(target, second, 1);
        if (!dead) answer(target, second, 1, 10ms);
      }
      reaching.assess();
    }
  };
  pass(1, 12, false);
  pass(13, 34, true);  // the second endpoint is probed at 20 and 30 s
  EXPECT_EQ(reaching.report.connections.at(0).up, false);
  pass(35, 37, false);
  EXPECT_EQ(reaching.report.connections.at(0).up, true);
  EXPECT_EQ(reaching.report.paths.at(0).outage_losses, 22U);
  EXPECT_EQ(reaching.report.paths.at(1).outage_losses, 2U);
}

TEST(ReachMonitor, ExcludesLossesDetectedAtTheRecovery) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(20, {4, 5});
  reaching.pass(2);
  lose(reaching.snapshot.targets[5], 100, 1);  // timed out while the third answer came
  EXPECT_EQ(reaching.pass(1).paths.at(5).outage_losses, 21U);
}

// On a busy host some probes of an outage are inconclusive.
TEST(ReachMonitor, ExcludesLossesBeforeAnInconclusiveProbe) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(10, {4, 5});
  record_sent(reaching.snapshot.targets[4].counters);
  record_inconclusive(reaching.snapshot.targets[4].counters);
  reaching.assess(0s);
  reaching.pass(20, {4, 5});
  EXPECT_EQ(reaching.report.prefixes.at(2).reach, Reach::down);
  EXPECT_EQ(reaching.pass(3).prefixes.at(2).reach, Reach::up);
  EXPECT_EQ(reaching.report.paths.at(4).outage_losses, 30U);
}

// On a busy host assessments are further apart than the timeout.
TEST(ReachMonitor, ExcludesLossesDetectedLongAfterTheRecovery) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(20, {4, 5});
  reaching.pass(3);
  lose(reaching.snapshot.targets[5], 100, 1);
  EXPECT_EQ(reaching.assess(10s).paths.at(5).outage_losses, 21U);
  EXPECT_EQ(reaching.assess(1s).paths.at(5).outage_losses, 21U);
  lose(reaching.snapshot.targets[5], 101, 1);
  answer(reaching.snapshot.targets[5], 102, 1, 10ms);
  EXPECT_EQ(reaching.assess(1s).paths.at(5).outage_losses, 21U);
}

TEST(ReachMonitor, ExcludesNoLossesOfAProbeThatWasNeverAnswered) {
  Config config = two_connections();
  config.endpoints[0].probes.push_back(tcp_probe(443, 1s));
  ReachMonitorHarness reaching(config);
  reaching.pass(30, {1});
  EXPECT_EQ(reaching.pass(15, {0, 1, 2}).prefixes.at(0).reach, Reach::down);
  EXPECT_EQ(reaching.report.paths.at(0).outage_losses, 15U);
}

// A silence becomes an outage after 15 s. Until then it is not known whether it is loss.
TEST(ReachMonitor, ExcludesTheLossesOfASilenceUntilItIsAnOutage) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  EXPECT_EQ(reaching.pass(14, {4, 5}).paths.at(4).outage_losses, 14U);
  EXPECT_EQ(reaching.report.prefixes.at(2).reach, Reach::up);
  EXPECT_EQ(reaching.pass(1, {4, 5}).prefixes.at(2).reach, Reach::down);
  EXPECT_EQ(reaching.report.paths.at(4).outage_losses, 15U);
}

TEST(ReachMonitor, CountsAShortSilenceAsLossOnceItHasEnded) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(14, {4, 5});
  EXPECT_EQ(reaching.pass(1).paths.at(4).outage_losses, 0U);
}

TEST(ReachMonitor, CountsTheLossOfOneOfTwoProbesOfAPathImmediately) {
  Config config = two_connections();
  config.endpoints[0].probes.push_back(tcp_probe(443, 1s));
  ReachMonitorHarness reaching(config);
  reaching.pass(5);
  EXPECT_EQ(reaching.pass(10, {0}).paths.at(0).outage_losses, 0U);
}

TEST(ReachMonitor, ExcludesTheLossesOfARestoredOutage) {
  ReachMonitorHarness reaching;
  reaching.restore(Reach::down, 10min);
  reaching.pass(20, {4, 5});
  EXPECT_EQ(reaching.pass(2).connections.at(1).up, true);
  EXPECT_EQ(reaching.report.paths.at(4).outage_losses, 20U);
}

}  // namespace
}  // namespace peeringd

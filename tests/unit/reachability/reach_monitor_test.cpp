#include "reachability/reach_monitor.hpp"

#include <gtest/gtest.h>

#include "rollup/roll_up.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

ConnectionConfig member(const char* name, std::vector<PrefixConfig> prefixes) {
  ConnectionConfig member = connection(name, std::move(prefixes));
  member.endpoints = {0, 1};
  member.redundancy_group = "contoso";
  return member;
}

// Two connections of one group with two prefixes and one; each prefix probes two endpoints.
Config two_connections() {
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

  // Restores an outage of portland from a previous run that lasts for `age`.
  void restore(Reach reach, Duration age) {
    const WallTime wall{std::chrono::hours{1000}};
    monitor_.restore({{"portland", "198.51.100.0/24", reach, wall - age, "no address"}},
                     snapshot.taken_at, wall);
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

TEST(ReachMonitor, IsUpWhereProbesAreAnswered) {
  ReachMonitorHarness reaching;
  const ReachReport& report = reaching.pass(1);
  EXPECT_EQ(report.prefixes.at(0).reach, Reach::up);
  EXPECT_EQ(report.connections.at(0).up, true);
  EXPECT_FALSE(report.connections.at(0).changed);
  EXPECT_EQ(report.groups.at("contoso").up, true);
}

TEST(ReachMonitor, KeepsAConnectionUpIfOneOfTwoPrefixesIsDown) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  const ReachReport& report = reaching.pass(20, {0, 1});
  EXPECT_EQ(report.prefixes.at(0).reach, Reach::down);
  EXPECT_EQ(report.prefixes.at(1).reach, Reach::up);
  EXPECT_EQ(report.connections.at(0).up, true);
}

TEST(ReachMonitor, ReportsAConnectionDownWithItsLastPrefix) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  const MonotonicTime last_answer = reaching.snapshot.taken_at;
  const ReachReport& report = reaching.pass(15, {0, 1, 2, 3});
  EXPECT_EQ(report.connections.at(0).up, false);
  EXPECT_TRUE(report.connections.at(0).changed);
  EXPECT_EQ(report.connections.at(0).since, last_answer);
  EXPECT_EQ(report.connections.at(0).reason, "no answer on 2 of 2 prefixes");
  EXPECT_EQ(report.groups.at("contoso").up, true);
}

TEST(ReachMonitor, ReportsAGroupDownIfOneMemberIsSilentAndTheOtherHasNoSource) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.lose_source(2);
  const ReachReport& report = reaching.pass(20, {0, 1, 2, 3});
  EXPECT_EQ(report.connections.at(1).reason, "no source for its prefix: no address");
  EXPECT_EQ(report.groups.at("contoso").up, false);
  EXPECT_TRUE(report.groups.at("contoso").warm);
}

TEST(ReachMonitor, ReportsAMissingSourceOnlyForConnectionsOfThisSite) {
  Config config = two_connections();
  config.site = config.connections[0].site = "ams";
  ReachMonitorHarness reaching(config);
  for (const std::size_t prefix : {0, 1, 2}) reaching.lose_source(prefix);
  for (int second = 0; second < 20; ++second) reaching.assess();
  EXPECT_EQ(reaching.report.prefixes.at(0).reach, Reach::no_source);
  EXPECT_EQ(reaching.report.connections.at(0).up, false);
  EXPECT_EQ(reaching.report.prefixes.at(2).reach, Reach::unknown);
  EXPECT_EQ(reaching.report.connections.at(1).up, std::nullopt);
}

TEST(ReachMonitor, KeepsAPrefixUpIfOneEndpointIsDead) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  const ReachReport& report = reaching.pass(30, {0, 2, 4});
  EXPECT_TRUE(report.paths.at(0).down);
  EXPECT_FALSE(report.paths.at(1).down);
  EXPECT_EQ(report.prefixes.at(0).reach, Reach::up);
}

TEST(ReachMonitor, RecoversWithThreeAnswersAndExcludesTheOutagesLosses) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(20, {4, 5});
  const ReachReport& report = reaching.pass(3);
  EXPECT_EQ(report.prefixes.at(2).reach, Reach::up);
  EXPECT_EQ(report.connections.at(1).up, true);
  EXPECT_TRUE(report.paths.at(4).recovered);
  EXPECT_EQ(report.paths.at(4).outage_losses, 20U);
  EXPECT_EQ(report.paths.at(0).outage_losses, 0U);
}

TEST(ReachMonitor, StaysDownAcrossAReloadThatReordersConnections) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(20, {4, 5});
  Config other = two_connections();
  std::swap(other.connections[0], other.connections[1]);
  const MonotonicTime now = reaching.snapshot.taken_at;
  Snapshot moved = blank_snapshot(std::move(other));
  moved.taken_at = now;
  moved.targets[0].counters = reaching.snapshot.targets[4].counters;
  moved.targets[1].counters = reaching.snapshot.targets[5].counters;
  for (std::size_t t = 0; t < 4; ++t) {
    moved.targets[t + 2].counters = reaching.snapshot.targets[t].counters;
  }
  reaching.snapshot = std::move(moved);
  const ReachReport& report = reaching.assess();
  EXPECT_EQ(report.connections.at(0).up, false);
  EXPECT_EQ(report.connections.at(1).up, true);
}

TEST(ReachMonitor, KeepsAnOutageWhenAReloadAddsAPrefix) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(20, {4, 5});
  Config more = two_connections();
  more.connections[1].prefixes.push_back(prefix("192.0.2.128/25"));
  Snapshot extended = blank_snapshot(std::move(more));
  extended.taken_at = reaching.snapshot.taken_at;
  for (std::size_t t = 0; t < 6; ++t) {
    extended.targets[t].counters = reaching.snapshot.targets[t].counters;
  }
  reaching.snapshot = std::move(extended);
  EXPECT_EQ(reaching.assess().connections.at(1).up, false);
}

TEST(ReachMonitor, ReportsAPrefixDownFifteenSecondsAfterTheStartWithoutAnAnswer) {
  ReachMonitorHarness reaching;
  reaching.pass(15, {0, 1, 2, 3, 4, 5});
  EXPECT_EQ(reaching.report.prefixes.at(0).reach, Reach::unknown);
  reaching.pass(1, {0, 1, 2, 3, 4, 5});
  EXPECT_EQ(reaching.report.prefixes.at(0).reach, Reach::down);
  EXPECT_EQ(reaching.report.groups.at("contoso").up, false);
}

TEST(ReachMonitor, IgnoresSilenceOfServersThatNeedNotAnswer) {
  ReachMonitorHarness reaching;
  for (TargetSnapshot& target : reaching.snapshot.targets) target.unknown = true;
  reaching.assess();
  reaching.assess(10min);
  EXPECT_EQ(reaching.report.prefixes.at(0).reach, Reach::unknown);
  EXPECT_EQ(reaching.report.connections.at(0).up, std::nullopt);
}

TEST(ReachMonitor, RestartsSilenceAfterALostSource) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(10, {4, 5});
  const auto choice = reaching.snapshot.prefixes[2].choice;
  reaching.lose_source(2);
  reaching.assess();
  reaching.snapshot.prefixes[2].choice = choice;
  EXPECT_EQ(reaching.pass(14, {4, 5}).prefixes.at(2).reach, Reach::up);
  EXPECT_EQ(reaching.pass(1, {4, 5}).prefixes.at(2).reach, Reach::down);
}

TEST(ReachMonitor, ReportsNoEndpointDownAtTheStartOfAnOutage) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  for (int second = 0; second < 20; ++second) {
    const ReachReport& report = reaching.pass(1, {0, 1, 2, 3, 4, 5});
    for (const EndpointReach& endpoint : report.endpoints) EXPECT_FALSE(endpoint.down);
  }
  EXPECT_EQ(reaching.report.groups.at("contoso").up, false);
}

TEST(ReachMonitor, ReportsAnEndpointDownThatIsSilentWhileOthersAnswer) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  EXPECT_TRUE(reaching.pass(30, {0, 2, 4}).endpoints.at(0).down);
  EXPECT_FALSE(reaching.report.endpoints.at(1).down);
}

TEST(ReachMonitor, ReportsNoEndpointDownAfterAnOutageOfThePrefix) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  reaching.pass(20, {4, 5});
  reaching.pass(3, {5});  // the second endpoint has not been asked again yet
  EXPECT_EQ(reaching.report.prefixes.at(2).reach, Reach::up);
  EXPECT_FALSE(reaching.report.paths.at(5).down);
}

TEST(ReachMonitor, HasNoSourceWithoutARoute) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  std::vector<AccessLine> lines(3);
  lines[2].route = false;
  reaching.assess(1s, lines);
  const ReachReport& report = reaching.assess(15s, lines);
  EXPECT_EQ(report.prefixes.at(2).reach, Reach::no_source);
  EXPECT_EQ(report.prefixes.at(0).reach, Reach::up);
}

// An outage is found by the endpoint that is probed each second.
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

TEST(ReachMonitor, RestoresAnOutageAfterARestartUntilThreeAnswers) {
  ReachMonitorHarness reaching;
  reaching.restore(Reach::down, 10min);
  const MonotonicTime began = reaching.snapshot.taken_at - 10min;
  reaching.assess();  // no name resolves, so nothing is sent
  EXPECT_EQ(reaching.report.prefixes.at(2).reach, Reach::down);
  EXPECT_EQ(reaching.report.connections.at(1).up, false);
  EXPECT_EQ(reaching.report.connections.at(1).since, began);
  EXPECT_EQ(reaching.assess(5min).connections.at(1).up, false);
  EXPECT_EQ(reaching.pass(1).connections.at(1).up, false);
  EXPECT_EQ(reaching.pass(1).connections.at(1).up, true);
}

TEST(ReachMonitor, ExcludesTheLossesOfARestoredOutage) {
  ReachMonitorHarness reaching;
  reaching.restore(Reach::down, 10min);
  reaching.pass(20, {4, 5});
  EXPECT_EQ(reaching.pass(2).connections.at(1).up, true);
  EXPECT_EQ(reaching.report.paths.at(4).outage_losses, 20U);
}

TEST(ReachMonitor, RestoresAMissingSourceAfterARestart) {
  ReachMonitorHarness reaching;
  reaching.restore(Reach::no_source, 10min);
  reaching.lose_source(2);
  EXPECT_EQ(reaching.assess().prefixes.at(2).reach, Reach::no_source);
  EXPECT_TRUE(reaching.report.prefixes.at(2).source_missing);
  EXPECT_EQ(reaching.assess(1min).connections.at(1).reason, "no source for its prefix: no address");
}

TEST(ReachMonitor, ForgetsARestoredOutageThatIsNoLongerConfigured) {
  Config config = two_connections();
  config.connections.pop_back();
  ReachMonitorHarness reaching(config);
  reaching.restore(Reach::down, 10min);
  EXPECT_EQ(reaching.assess().connections.at(0).up, std::nullopt);
}

}  // namespace
}  // namespace peeringd

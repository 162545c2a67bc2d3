// What is up and down: prefixes, connections, groups and endpoints, also across a restart.
#include <gtest/gtest.h>

#include "unit/reachability/reach_monitor_harness.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

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

TEST(ReachMonitor, NamesTheConnectionsOfAGroupThatIsDown) {
  ReachMonitorHarness two;
  two.pass(5);
  EXPECT_EQ(two.pass(20, {0, 1, 2, 3, 4, 5}).groups.at("contoso").reason,
            "none of its 2 connections is up");
  Config config = two_connections();
  config.connections.pop_back();
  ReachMonitorHarness one(config);
  one.pass(5);
  EXPECT_EQ(one.pass(20, {0, 1, 2, 3}).groups.at("contoso").reason,
            "its only connection is not up");
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

TEST(ReachMonitor, IsUpWhileEndpointsAnswerThoughNoRouteIsFound) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  std::vector<AccessLine> lines(3);
  lines[2].route = false;
  for (std::uint64_t second = 0; second < 60; ++second) {
    // Answers that the facts about the route do not explain, one every five seconds.
    lose(reaching.snapshot.targets[4], 1000 + second, 1);
    if (second % 5 == 0) answer(reaching.snapshot.targets[5], 1000 + second, 1, 10ms);
    const ReachReport& report = reaching.assess(1s, lines);
    ASSERT_EQ(report.prefixes.at(2).reach, Reach::up) << "after " << second << " s";
  }
}

TEST(ReachMonitor, IsDownIfProbesAreLostThoughSomeAreSkipped) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  for (int cycle = 0; cycle < 10; ++cycle) {
    reaching.pass(10, {0, 1, 2, 3, 4, 5});
    for (TargetSnapshot& target : reaching.snapshot.targets) ++target.counters.skipped;
    reaching.assess(2s);
  }
  EXPECT_EQ(reaching.report.prefixes.at(2).reach, Reach::down);
  EXPECT_EQ(reaching.report.groups.at("contoso").up, false);
}

TEST(ReachMonitor, IsUnknownIfThisHostMeasuresNothingForAMinute) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  for (int second = 0; second <= 60; ++second) {
    ASSERT_EQ(reaching.report.prefixes.at(2).reach, Reach::up) << "after " << second << " s";
    for (TargetSnapshot& target : reaching.snapshot.targets) ++target.counters.inconclusive;
    reaching.assess();
  }
  EXPECT_EQ(reaching.report.prefixes.at(2).reach, Reach::unknown);
  EXPECT_EQ(reaching.report.prefixes.at(2).problem, "this host measures nothing");
  EXPECT_EQ(reaching.pass(1).prefixes.at(2).reach, Reach::up);
}

TEST(ReachMonitor, StaysUpAfterAPauseOfMoreThanAMinute) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  for (TargetSnapshot& target : reaching.snapshot.targets) target.counters.skipped += 300;
  EXPECT_EQ(reaching.assess(5min).prefixes.at(2).reach, Reach::up);
  EXPECT_EQ(reaching.assess(1s).prefixes.at(2).reach, Reach::up);
}

TEST(ReachMonitor, IsDownHalfAMinuteAfterThisHostBlocksTheLastPrefix) {
  ReachMonitorHarness reaching;
  reaching.pass(90);
  reaching.pass(90, {0, 1});
  const MonotonicTime last_answer = reaching.snapshot.taken_at;
  ASSERT_EQ(reaching.report.prefixes.at(0).reach, Reach::down);
  ASSERT_EQ(reaching.report.connections.at(0).up, true);
  const auto block = [&](std::uint64_t seconds) {
    for (std::uint64_t second = 0; second < seconds; ++second) {
      for (std::size_t t = 0; t < 6; ++t) {
        TargetSnapshot& target = reaching.snapshot.targets[t];
        if (t < 2) lose(target, 1000 + second, 1);
        if (t == 2 || t == 3) ++target.counters.errors[index_of(ErrorReason::send)];
        if (t > 3) answer(target, 1000 + second, 1, 10ms);
      }
      reaching.assess();
    }
  };
  block(15);
  ASSERT_EQ(reaching.report.prefixes.at(1).reach, Reach::unknown);
  EXPECT_EQ(reaching.report.connections.at(0).up, std::nullopt);
  block(14);
  EXPECT_EQ(reaching.report.connections.at(0).up, std::nullopt);
  block(1);
  EXPECT_EQ(reaching.report.connections.at(0).up, false);
  EXPECT_EQ(reaching.report.connections.at(0).since, last_answer)
      << "when the connection lost its last prefix, not when its first one went down";
  EXPECT_EQ(reaching.report.connections.at(0).reason,
            "no answer on 1 of 2 prefixes, 1 of 2 prefixes not known: "
            "probes do not leave this host");
}

TEST(ReachMonitor, DatesTheOutageOfAGroupFromItsLastConnectionAlsoIfThatIsUnknown) {
  ReachMonitorHarness reaching;
  reaching.pass(90);
  reaching.pass(90, {0, 1, 2, 3});
  ASSERT_EQ(reaching.report.connections.at(0).up, false);
  const MonotonicTime last_answer = reaching.snapshot.taken_at;
  for (std::uint64_t second = 0; second < 30; ++second) {
    EXPECT_NE(reaching.report.groups.at("contoso").up, false) << "after " << second << " s";
    for (std::size_t t = 0; t < 4; ++t) lose(reaching.snapshot.targets[t], 1000 + second, 1);
    for (const std::size_t t : {4, 5}) {
      ++reaching.snapshot.targets[t].counters.errors[index_of(ErrorReason::send)];
    }
    reaching.assess();
  }
  EXPECT_EQ(reaching.report.connections.at(1).up, std::nullopt);
  EXPECT_EQ(reaching.report.groups.at("contoso").up, false);
  EXPECT_EQ(reaching.report.groups.at("contoso").since, last_answer);
}

}  // namespace
}  // namespace peeringd

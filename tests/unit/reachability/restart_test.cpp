// What a reach monitor knows after a restart.
#include <gtest/gtest.h>

#include "reach_monitor_harness.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::ReachMonitorHarness;
using test::two_connections;

TEST(Restart, RestoresAnOutageAfterARestartUntilThreeAnswers) {
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

TEST(Restart, RestoresAMissingSourceAfterARestart) {
  ReachMonitorHarness reaching;
  reaching.restore(Reach::no_source, 10min);
  reaching.lose_source(2);
  EXPECT_EQ(reaching.assess().prefixes.at(2).reach, Reach::no_source);
  EXPECT_TRUE(reaching.report.prefixes.at(2).source_missing);
  EXPECT_EQ(reaching.assess(1min).connections.at(1).reason, "no source for its prefix: no address");
}

TEST(Restart, WaitsThirtySecondsForTheSourceOfAPreviousRun) {
  ReachMonitorHarness reaching;
  reaching.restore_source();
  reaching.lose_source(2);
  reaching.assess();
  EXPECT_EQ(reaching.assess(29s).connections.at(1).up, std::nullopt);
  EXPECT_EQ(reaching.assess(1s).connections.at(1).up, false);
  EXPECT_EQ(reaching.report.prefixes.at(2).reach, Reach::no_source);
  EXPECT_EQ(reaching.report.connections.at(1).reason, "no source for its prefix: no address");
}

TEST(Restart, RemembersSourcesAndOutagesOfARenamedConnection) {
  Config config = two_connections();
  config.connections[1].name = "tacoma";
  config.connections[1].was = "portland";
  ReachMonitorHarness had_source(config);
  had_source.restore_source();
  had_source.lose_source(2);
  had_source.assess();
  EXPECT_EQ(had_source.assess(30s).connections.at(1).up, false);
  ReachMonitorHarness was_down(config);
  was_down.restore(Reach::down, 10min);
  EXPECT_EQ(was_down.assess().connections.at(1).up, false);
}

TEST(Restart, ReportsNoOutageIfTheSourceReturnsSoonAfterTheStart) {
  ReachMonitorHarness reaching;
  reaching.restore_source();
  const auto source = reaching.snapshot.prefixes[2].choice.source;
  reaching.lose_source(2);
  reaching.assess();
  EXPECT_EQ(reaching.assess(25s).connections.at(1).up, std::nullopt);
  reaching.snapshot.prefixes[2].choice.source = source;
  reaching.snapshot.prefixes[2].choice.problem.clear();
  EXPECT_EQ(reaching.pass(3).connections.at(1).up, true);
  reaching.lose_source(2);
  reaching.assess();
  EXPECT_EQ(reaching.assess(15s).connections.at(1).up, false) << "as without a restart";
}

TEST(Restart, ExpectsNoSourceThatThisHostNeverHad) {
  ReachMonitorHarness reaching;
  reaching.restore_source();
  reaching.lose_source(0);
  reaching.lose_source(1);
  reaching.assess();
  EXPECT_EQ(reaching.assess(5min).connections.at(0).up, std::nullopt);
}

TEST(Restart, ForgetsARestoredOutageThatIsNoLongerConfigured) {
  Config config = two_connections();
  config.connections.pop_back();
  ReachMonitorHarness reaching(config);
  reaching.restore(Reach::down, 10min);
  EXPECT_EQ(reaching.assess().connections.at(0).up, std::nullopt);
}

}  // namespace
}  // namespace peeringd

#include "fleet/fleet_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "answer_files.hpp"
#include "fleet/fleet_reason.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::series_with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

using LabelPairs = std::vector<std::pair<std::string, std::string>>;

PromSeries current(const std::string& name, const std::string& instance, double value,
                   const LabelPairs& more = {}) {
  LabelPairs labels{{"__name__", name}, {"instance", instance}, {"connection", "isp"}};
  labels.insert(labels.end(), more.begin(), more.end());
  return series_with(std::move(labels), 1000, 1, {value});
}

PromSeries seen(const std::string& instance, double time, const std::string& partner = "P") {
  return series_with({{"instance", instance},
                      {"connection", "isp"},
                      {"partner", partner},
                      {"prefixes", "192.0.2.0/24, 2001:db8::/48"}},
                     2000, 1, {time});
}

FleetState state_of(std::vector<PromSeries> series) {
  FleetState state;
  add_current(state, {std::move(series), {}});
  return state;
}

TEST(FleetState, KeepsEqualNamesOfTwoBranchesApart) {
  const FleetState state =
      state_of({current("peering_connection_info", "a", 1, {{"partner", "A"}, {"site", "x"}}),
                current("peering_connection_info", "b", 1, {{"partner", "B"}}),
                current("peering_connection_test_result", "b", 3)});
  ASSERT_THAT(state.connections, SizeIs(2));
  EXPECT_EQ(state.connections.at({"isp", "a"}).partner, "A");
  EXPECT_EQ(state.connections.at({"isp", "a"}).site, "x");
  EXPECT_EQ(state.connections.at({"isp", "a"}).result, std::nullopt);
  EXPECT_EQ(state.connections.at({"isp", "b"}).result, TestResult::fail);
}

TEST(FleetState, KeepsABranchThatDeliversNothingAsDark) {
  FleetState state = state_of({current("peering_connection_info", "a", 1)});
  add_inventory(state, {{seen("a", 900), seen("b", 400), seen("b", 300, "Old")}, {}});
  ASSERT_THAT(state.connections, SizeIs(2));
  EXPECT_FALSE(state.connections.at({"isp", "a"}).dark_since);
  const StoreConnection& dark = state.connections.at({"isp", "b"});
  EXPECT_EQ(dark.dark_since, 400);
  EXPECT_EQ(dark.partner, "P");
  EXPECT_THAT(dark.prefixes, SizeIs(2));
  EXPECT_EQ(state.known_branches(), 2U);
  EXPECT_EQ(state.dark_branches(), 1U);
}

TEST(FleetState, KeepsADarkBranchThatALaterAnswerLacks) {
  FleetState state = state_of({current("peering_connection_info", "a", 1)});
  add_inventory(state, {{seen("a", 900), seen("b", 400)}, {}});  // of the last week
  add_inventory(state, {{seen("a", 900)}, {}});                  // of the last half hour
  EXPECT_THAT(state.connections, SizeIs(2));
  EXPECT_EQ(state.dark_branches(), 1U);
}

TEST(FleetState, DoesNotDependOnTheOrderOfSeriesOfTheSameConnection) {
  const std::vector<PromSeries> series{
      current("peering_connection_info", "a", 1, {{"site", "old"}, {"partner", "Z"}}),
      current("peering_connection_info", "a", 1, {{"site", "old-2"}, {"partner", "A"}}),
      current("peering_connection_test_result", "a", 1, {{"replica", "1"}}),
      current("peering_connection_test_result", "a", 3, {{"replica", "2"}}),
      current("peering_connection_result_signal", "a", 1, {{"replica", "1"}, {"signal", "loss"}}),
      current("peering_connection_result_signal", "a", 1, {{"replica", "2"}, {"signal", "loss"}})};
  const std::vector<PromSeries> reversed(series.rbegin(), series.rend());
  for (const auto& order : {series, reversed}) {
    const StoreConnection connection = state_of(order).connections.at({"isp", "a"});
    EXPECT_EQ(connection.site, "old-2");
    EXPECT_EQ(connection.partner, "A") << "never labels of two series";
    EXPECT_EQ(connection.result, TestResult::fail);
    EXPECT_THAT(connection.signals, ElementsAre("loss"));
  }
}

TEST(FleetState, DoesNotHideWhatIsDownByAReplicaThatIsStalled) {
  const LabelPairs stalled{{"replica", "1"}, {"prefix", "192.0.2.0/24"}, {"redundancy_group", "g"}};
  const LabelPairs live{{"replica", "2"}, {"prefix", "192.0.2.0/24"}, {"redundancy_group", "g"}};
  std::vector<PromSeries> series;
  for (const char* name : {"up", "peering_connection_up", "peering_group_up", "peering_prefix_up",
                           "peering_prefix_source_up"}) {
    series.push_back(current(name, "a", 1, stalled));
    series.push_back(current(name, "a", 0, live));
  }
  const std::vector<PromSeries> reversed(series.rbegin(), series.rend());
  for (const auto& order : {series, reversed}) {
    const FleetState state = state_of(order);
    const StoreConnection& connection = state.connections.at({"isp", "a"});
    EXPECT_EQ(state.branches.at("a").scraped, false);
    EXPECT_EQ(connection.up, false);
    EXPECT_EQ(state.groups.at({"g", "a"}).up, false);
    EXPECT_EQ(connection.prefixes.at("192.0.2.0/24").up, false);
    EXPECT_EQ(connection.prefixes.at("192.0.2.0/24").source_up, false);
  }
}

TEST(FleetState, TakesNothingForDarkThatAPartialAnswerMayLack) {
  FleetState state = state_of({current("peering_connection_info", "a", 1)});
  add_inventory(state, {{seen("a", 990), seen("b", 980), seen("c", 400)}, {}}, WallTime{1000s});
  EXPECT_EQ(state.dark_branches(), 1U) << "c has sent nothing for ten minutes";
  const StoreConnection& missing = state.connections.at({"isp", "b"});
  EXPECT_TRUE(missing.missing);
  EXPECT_FALSE(missing.dark_since);
  EXPECT_EQ(reason_of(missing, nullptr, WallTime{1000s}),
            "not known: the store's answer is partial");
}

TEST(FleetState, KeepsBranchesThatAPartialInventoryLacks) {
  FleetState state = state_of({current("peering_connection_info", "a", 1)});
  add_inventory(state, {{seen("a", 990)}, {}}, WallTime{1000s});
  add_missing(state, {{seen("a", 900), seen("b", 400)}, {}});
  ASSERT_THAT(state.connections, SizeIs(2));
  EXPECT_TRUE(state.connections.at({"isp", "b"}).missing);
  EXPECT_FALSE(state.connections.at({"isp", "a"}).missing);
  EXPECT_EQ(state.dark_branches(), 0U);
}

TEST(FleetState, LeavesOutWhatCannotBe) {
  for (const double value : {1e300, -1.0, HUGE_VAL}) {
    const FleetState state =
        state_of({current("peering_connection_info", "a", 1),
                  current("peering_connection_window_rtt_seconds", "a", value),
                  current("peering_connection_window_rtt_seconds", "a", 0.01, {{"replica", "2"}}),
                  current("peering_connection_window_loss_ratio", "a", value),
                  current("peering_connection_up_since_timestamp_seconds", "a", value),
                  current("peeringd_targets", "a", value), current("peeringd_targets", "a", 50)});
    const StoreConnection& connection = state.connections.at({"isp", "a"});
    EXPECT_EQ(connection.figures.latency, 0.01) << value;
    EXPECT_EQ(connection.figures.loss_ratio, std::nullopt) << value;
    EXPECT_EQ(connection.up_since, std::nullopt) << value;
    EXPECT_EQ(state.branches.at("a").targets, 50) << value;
    FleetState dark;
    add_inventory(dark, {{seen("a", value), seen("b", 1.7e9)}, {}});
    add_missing(dark, {{seen("c", value)}, {}});
    EXPECT_THAT(dark.connections, SizeIs(1)) << value;
  }
}

TEST(FleetState, ForgetsWhatALivingBranchNoLongerHas) {
  FleetState state = state_of({current("peering_connection_info", "a", 1)});
  PromSeries removed = seen("a", 900);
  removed.labels[1].second = "gone";
  add_inventory(state, {{removed}, {}});
  EXPECT_THAT(state.connections, SizeIs(1));
}

TEST(FleetReason, HasTheSignalsAndTheWorstFigures) {
  const LabelPairs one{{"prefix", "192.0.2.0/24"}};
  const LabelPairs other{{"prefix", "198.51.100.0/24"}};
  FleetState state = state_of(
      {current("peering_connection_info", "a", 1),
       current("peering_connection_result_signal", "a", 1, {{"signal", "loss"}}),
       current("peering_connection_result_signal", "a", 1, {{"signal", "of_a_later_version"}}),
       current("peering_prefix_test_result", "a", 1, one),
       current("peering_prefix_window_loss_ratio", "a", 0, one),
       current("peering_prefix_test_result", "a", 3, other),
       current("peering_prefix_window_loss_ratio", "a", 0.25, other),
       current("peering_alert_active", "a", 1,
               {{"prefix", "198.51.100.0/24"}, {"signal", "loss"}, {"severity", "critical"}}),
       current("peering_alert_active", "a", 0,
               {{"prefix", "198.51.100.0/24"}, {"signal", "jitter"}, {"severity", "critical"}})});
  const StoreConnection& connection = state.connections.at({"isp", "a"});
  EXPECT_EQ(reason_of(connection, nullptr, WallTime{}),
            "loss 25%; of_a_later_version (198.51.100.0/24)");
  EXPECT_EQ(reason_of(connection.prefixes.at("198.51.100.0/24")), "loss 25%");
  EXPECT_EQ(reason_of(connection.prefixes.at("192.0.2.0/24")), "");
}

TEST(FleetReason, TellsADarkBranchFromADaemonThatDoesNotAnswer) {
  StoreConnection connection;
  connection.dark_since = 1000;
  const WallTime now{1600s};
  EXPECT_EQ(reason_of(connection, nullptr, now),
            "the branch is dark: nothing has arrived for 10 min");
  StoreBranch branch;
  branch.scraped = false;
  EXPECT_THAT(reason_of(connection, &branch, now), HasSubstr("has not answered its agent"));
}

// Three daemons in the lab, of which branch-01 loses two pings of five.
TEST(FleetState, IsThatOfThreeRealDaemons) {
  for (const std::string store : {"prometheus", "victoria"}) {
    FleetState state;
    for (const char* part : {"connections", "prefixes", "daemons"}) {
      add_current(state, test::answer_in(store + "_" + part + ".json"));
    }
    add_inventory(state, test::answer_in(store + "_inventory.json"));
    ASSERT_THAT(state.connections, SizeIs(3)) << store;
    const StoreConnection& lossy = state.connections.at({"isp", "branch-01"});
    EXPECT_EQ(lossy.result, TestResult::fail) << store;
    EXPECT_EQ(lossy.site, "site-branch-01");
    EXPECT_EQ(lossy.redundancy_group, "office");
    EXPECT_THAT(lossy.signals, ElementsAre("loss")) << store;
    EXPECT_NEAR(*lossy.figures.loss_ratio, 0.4, 0.2) << store;
    EXPECT_THAT(lossy.prefixes, SizeIs(1));
    const StoreConnection& good = state.connections.at({"isp", "branch-00"});
    EXPECT_EQ(good.result, TestResult::pass);
    EXPECT_EQ(good.up, true);
    EXPECT_THAT(state.groups, SizeIs(3));
    EXPECT_EQ(state.branches.at("branch-00").scraped, true);
    EXPECT_EQ(state.branches.at("branch-00").targets, 1);
  }
}

}  // namespace
}  // namespace peeringd

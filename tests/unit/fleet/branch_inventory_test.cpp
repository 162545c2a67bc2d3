#include "fleet/branch_inventory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "answer_files.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using Ask = BranchInventory::Ask;

PromAnswer list_of(const std::map<std::string, double>& last_seen,
                   std::vector<std::string> warnings = {}) {
  PromAnswer answer;
  for (const auto& [instance, time] : last_seen) {
    answer.series.push_back(
        test::series_with({{"instance", instance}, {"connection", "isp"}}, 0, 1, {time}));
  }
  answer.warnings = std::move(warnings);
  return answer;
}

const PromAnswer partial_nothing{{}, {"shard-1: connection refused"}};

// The connections of the branches that deliver, and what the list adds.
FleetState state_with(const BranchInventory& inventory, const std::string& delivering,
                      bool partial) {
  FleetState state;
  state.connections[{"isp", delivering}].current = true;
  inventory.add_to(state, partial);
  return state;
}

TEST(BranchInventory, AsksAtMostOnceAMinuteWhileABranchComesAndGoes) {
  BranchInventory inventory;
  std::map<Ask, int> asked;
  for (int refresh = 0; refresh < 15; ++refresh) {
    ++asked[inventory.due(MonotonicTime{refresh * 5s}, refresh % 2 == 1, false)];
  }
  EXPECT_EQ(asked[Ask::all], 1);
  EXPECT_EQ(asked[Ask::recent], 2);
}

TEST(BranchInventory, AsksALittleLaterForABranchThatHasGoneMeanwhile) {
  BranchInventory inventory;
  EXPECT_EQ(inventory.due(MonotonicTime{0s}, false, false), Ask::all);
  EXPECT_EQ(inventory.due(MonotonicTime{30s}, true, false), Ask::recent);
  EXPECT_EQ(inventory.due(MonotonicTime{60s}, true, false), Ask::nothing);
  EXPECT_EQ(inventory.due(MonotonicTime{90s}, false, false), Ask::recent);
  EXPECT_EQ(inventory.due(MonotonicTime{150s}, false, false), Ask::nothing);
  EXPECT_EQ(inventory.due(MonotonicTime{300s}, false, false), Ask::all);
}

TEST(BranchInventory, RepeatsAPartialListWhenAnswersAreCompleteAgain) {
  BranchInventory inventory;
  EXPECT_EQ(inventory.due(MonotonicTime{0s}, false, false), Ask::all);
  inventory.take_recorded(list_of({{"a", 990}, {"b", 990}}), WallTime{1000s});
  EXPECT_EQ(inventory.due(MonotonicTime{5s}, true, true), Ask::recent);
  inventory.take_recorded(list_of({{"a", 990}}, {"partial"}), WallTime{1005s});
  EXPECT_EQ(inventory.due(MonotonicTime{10s}, false, false), Ask::recent);
  inventory.take_recorded(list_of({{"a", 1010}, {"b", 1010}}), WallTime{1010s});
  EXPECT_EQ(inventory.due(MonotonicTime{15s}, false, false), Ask::nothing);
}

TEST(BranchInventory, AsksForAllOnceMoreAfterPartialAnswers) {
  BranchInventory inventory;
  EXPECT_EQ(inventory.due(MonotonicTime{0s}, false, true), Ask::all);
  inventory.take_recorded(list_of({{"a", 0}}, {"partial"}), WallTime{1000s});
  inventory.end_all(true);
  EXPECT_EQ(inventory.due(MonotonicTime{60s}, false, true), Ask::nothing);
  EXPECT_EQ(inventory.due(MonotonicTime{90s}, false, false), Ask::all);
  inventory.take_recorded(list_of({{"a", 1060}}), WallTime{1090s});
  inventory.end_all(false);
  EXPECT_EQ(inventory.due(MonotonicTime{120s}, false, true), Ask::nothing);
  EXPECT_EQ(inventory.due(MonotonicTime{150s}, false, false), Ask::nothing) << "none was partial";
}

TEST(BranchInventory, TakesNothingForDarkHoweverLongAShardIsAway) {
  BranchInventory inventory;
  inventory.take_recorded(list_of({{"a", 990}, {"b", 990}, {"dark", 400}}), WallTime{1000s});
  // The rules remember b, whose shard does not answer.
  inventory.take_recorded(list_of({{"a", 9990}, {"b", 1020}, {"dark", 400}}, {"partial"}),
                          WallTime{10000s});
  FleetState state = state_with(inventory, "a", true);
  EXPECT_TRUE(state.connections.at({"isp", "b"}).missing);
  EXPECT_EQ(state.connections.at({"isp", "dark"}).dark_since, 400);
  state = state_with(inventory, "a", false);
  EXPECT_EQ(state.connections.at({"isp", "b"}).dark_since, 1020);
}

TEST(BranchInventory, KeepsWhatAPartialListOfTheWeekLacks) {
  BranchInventory inventory;
  inventory.take_recent(list_of({{"a", 990}}), WallTime{1000s});
  inventory.take_week(list_of({{"a", 900}, {"b", 400}}), WallTime{1000s});
  inventory.take_recent(partial_nothing, WallTime{1300s});
  inventory.take_week(partial_nothing, WallTime{1300s});
  const FleetState state = state_with(inventory, "a", true);
  EXPECT_TRUE(state.connections.at({"isp", "b"}).missing);
}

TEST(BranchInventory, IsKnownAfterACompleteListOfTheWeek) {
  BranchInventory inventory;
  EXPECT_FALSE(inventory.known());
  inventory.take_recent(list_of({{"a", 990}}), WallTime{1000s});
  EXPECT_FALSE(inventory.known());
  inventory.take_week(list_of({{"a", 990}, {"b", 400}}, {"partial"}), WallTime{1000s});
  EXPECT_FALSE(inventory.known());
  EXPECT_TRUE(state_with(inventory, "a", true).connections.at({"isp", "b"}).missing);
  inventory.take_week(list_of({{"a", 990}, {"b", 400}}), WallTime{1300s});
  EXPECT_TRUE(inventory.known());
}

}  // namespace
}  // namespace peeringd

#include "history/grid.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
constexpr std::array<Moment, tier_count> nothing_dropped{};

HistoryGrid grid_of_last(std::chrono::seconds window) {
  return *choose_grid({.from = now - window, .to = now}, nothing_dropped);
}

TEST(Grid, ChoosesTheStepForTheNumberOfPoints) {
  EXPECT_EQ(grid_of_last(6h).step, 1min);
  EXPECT_EQ(grid_of_last(24h).step, 1min);
  EXPECT_EQ(grid_of_last(24h).points(), 1440U);
  EXPECT_EQ(grid_of_last(7 * 24h).step, 10min);
  EXPECT_EQ(grid_of_last(30 * 24h).step, 30min);
  EXPECT_EQ(grid_of_last(90 * 24h).step, 2h);
  EXPECT_EQ(grid_of_last(365 * 24h).step, 6h);
}

TEST(Grid, ReadsTheCoarsestTierThatHasTheStep) {
  EXPECT_EQ(grid_of_last(24h).tier, Tier::minute);
  EXPECT_EQ(grid_of_last(30 * 24h).tier, Tier::ten_minutes);
  EXPECT_EQ(grid_of_last(365 * 24h).tier, Tier::hour);
  EXPECT_EQ(grid_of_last(3 * 365 * 24h).tier, Tier::day);
}

TEST(Grid, IsCoarserWhereFinerRecordsAreGone) {
  std::array<Moment, tier_count> dropped{};
  dropped[0] = dropped[1] = now - 24h;
  const auto grid = choose_grid({.from = now - 48h, .to = now}, dropped);
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->step, 1h);
  EXPECT_EQ(grid->tier, Tier::hour);
}

TEST(Grid, CoversTheSpanWithWholeSteps) {
  const HistoryGrid grid = grid_of({.from = now + 90s, .to = now + 1h + 1s}, 10min);
  EXPECT_EQ(grid.from, now);
  EXPECT_EQ(grid.to, now + 70min);
}

TEST(Grid, RefusesMorePointsThanThereAreSteps) {
  EXPECT_FALSE(choose_grid({.from = now - 10 * 24h, .to = now, .points = 5}, nothing_dropped));
}

TEST(Grid, IsCoarserForManySeries) {
  const auto grid = choose_grid({.from = now - 24h, .to = now, .series = 40}, nothing_dropped);
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->step, 10min) << "40 series of minutes would be 57,600 rows";
  EXPECT_FALSE(choose_grid({.from = now - 24h, .to = now, .series = 30'000}, nothing_dropped));
}

}  // namespace
}  // namespace peeringd

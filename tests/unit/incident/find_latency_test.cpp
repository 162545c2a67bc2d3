#include "incident/find_latency.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/incident/simulated_latency.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::blocks_of;
using test::daily;
using test::evening;
using test::flat;
using test::Level;
using test::midnight;

struct ShiftCase {
  const char* name;
  Level level;
  std::vector<Moment> expected;
};

class FindShiftsTest : public testing::TestWithParam<ShiftCase> {};

TEST_P(FindShiftsTest, FindsTheShifts) {
  const auto blocks = blocks_of(96, GetParam().level);
  std::vector<Moment> found;
  for (const LatencyShift& shift : find_shifts(midnight, blocks, midnight))
    found.push_back(shift.at);
  EXPECT_EQ(found, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, FindShiftsTest,
    testing::Values(
        ShiftCase{"flat", flat, {}}, ShiftCase{"daily_variation", daily, {}},
        ShiftCase{"busy_evenings", evening, {}},
        ShiftCase{"up", [](double hour) { return hour < 50 ? 10.0 : 17.0; }, {midnight + 50h}},
        ShiftCase{"down", [](double hour) { return hour < 50 ? 10.0 : 8.0; }, {midnight + 50h}},
        ShiftCase{"too_small", [](double hour) { return hour < 50 ? 10.0 : 10.4; }, {}},
        ShiftCase{"five_hours_only",
                  [](double hour) { return hour < 50 || hour >= 55 ? 10.0 : 17.0; },
                  {}},
        ShiftCase{"on_top_of_the_day",
                  [](double hour) { return daily(hour) + (hour < 50 ? 0 : 5); },
                  {midnight + 50h}},
        ShiftCase{"slowly_over_a_day",
                  [](double hour) { return 10 + std::clamp(hour - 40, 0.0, 24.0) / 4; },
                  {}}),
    [](const auto& each) { return each.param.name; });

TEST(LatencyOf, RequiresTwentyAnswers) {
  test::SimulatedRecords simulated;
  EXPECT_FALSE(latency_of(midnight, simulated.record(19, 0, 10)));
  EXPECT_TRUE(latency_of(midnight, simulated.record(20, 0, 10)));
}

TEST(RefineShiftTime, FindsTheMinute) {
  test::SimulatedRecords simulated;
  std::vector<PeriodRecord> minutes;
  for (int i = 0; i < 60; ++i) minutes.push_back(simulated.record(40, 0, i < 50 ? 10 : 17));
  EXPECT_EQ(refine_shift_time(midnight + 20min, 10ms, 17ms, midnight, minutes), midnight + 50min);
  EXPECT_EQ(refine_shift_time(midnight + 20min, 10ms, 30ms, midnight, minutes), midnight + 20min);
}

}  // namespace
}  // namespace peeringd

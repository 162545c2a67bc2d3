#include "incident/find_loss.hpp"

#include <gtest/gtest.h>

#include "unit/incident/simulated_records.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::midnight;

// Minutes with probes; some are lost in [from, to).
struct LossCase {
  const char* name;
  int minutes;
  int sent;  // a minute
  int from;
  int to;
  int lost_each;  // lost in every `every`-th minute of [from, to)
  int every;
  double usual;
  std::vector<FoundSpan> expected;
};

class FindLossTest : public testing::TestWithParam<LossCase> {};

TEST_P(FindLossTest, FindsTheSpans) {
  const LossCase& of = GetParam();
  std::vector<PeriodRecord> minutes;
  for (int i = 0; i < of.minutes; ++i) {
    const bool lossy = i >= of.from && i < of.to && (i - of.from) % of.every == 0;
    minutes.push_back(test::exact_record(static_cast<std::uint64_t>(of.sent),
                                         static_cast<std::uint64_t>(lossy ? of.lost_each : 0)));
  }
  EXPECT_EQ(find_loss(midnight, minutes, of.usual), of.expected);
}

const std::vector<FoundSpan> none{};

INSTANTIATE_TEST_SUITE_P(
    Cases, FindLossTest,
    testing::Values(
        LossCase{"nothing_lost", 600, 250, 0, 0, 0, 1, 0, none},
        LossCase{"one_of_a_thousand", 600, 250, 0, 600, 1, 4, 0, none},
        LossCase{"one_of_a_thousand_at_a_low_rate", 600, 42, 0, 600, 1, 24, 0, none},
        LossCase{"a_single_loss_of_few_probes", 600, 6, 100, 101, 1, 1, 0, none},
        LossCase{"three_losses", 600, 42, 100, 103, 1, 1, 0, none},
        LossCase{"half_of_very_many_probes",
                 600,
                 6000,
                 100,
                 134,
                 3000,
                 1,
                 0.05,
                 {{midnight + 100min, midnight + 134min}}},
        LossCase{"the_usual_loss_of_very_many_probes", 600, 6000, 0, 600, 300, 1, 0.05, none},
        LossCase{
            "two_percent", 600, 250, 100, 134, 5, 1, 0, {{midnight + 100min, midnight + 134min}}},
        LossCase{"two_percent_is_usual", 600, 250, 100, 134, 5, 1, 0.02, none},
        LossCase{
            "thin_but_long", 600, 6, 100, 160, 1, 5, 0, {{midnight + 100min, midnight + 156min}}},
        LossCase{"it_goes_on", 600, 250, 550, 600, 5, 1, 0, {{midnight + 550min, {}}}},
        LossCase{"ended_less_than_ten_minutes_ago",
                 600,
                 250,
                 550,
                 593,
                 5,
                 1,
                 0,
                 {{midnight + 550min, {}}}},
        LossCase{"everything_lost_is_an_outage", 600, 250, 100, 110, 250, 1, 0, none}),
    [](const auto& each) { return each.param.name; });

TEST(FindLoss, JoinsSpansLessThanTenMinutesApart) {
  std::vector<PeriodRecord> minutes(600, test::exact_record(250, 0));
  for (const int minute : {100, 101, 107, 108, 140, 141}) {
    minutes[static_cast<std::size_t>(minute)] = test::exact_record(250, 10);
  }
  const std::vector<FoundSpan> expected{{midnight + 100min, midnight + 109min},
                                        {midnight + 140min, midnight + 142min}};
  EXPECT_EQ(find_loss(midnight, minutes, 0), expected);
}

TEST(FindLoss, FindsNothingInADayOfRandomLossOfOneInAThousand) {
  test::SimulatedRecords simulated;
  std::vector<PeriodRecord> minutes;
  for (int i = 0; i < 1440; ++i) minutes.push_back(simulated.record(42, 0.001, 10));
  EXPECT_EQ(find_loss(midnight, minutes, 0.001), none);
}

TEST(UsualLoss, ExcludesTheWorstFifth) {
  std::vector<PeriodRecord> hours(10, test::exact_record(1000, 1));
  hours[3] = hours[4] = test::exact_record(1000, 500);
  EXPECT_DOUBLE_EQ(usual_loss(hours), 0.001);
}

TEST(UsualLoss, IsZeroWithoutMeasurements) {
  EXPECT_DOUBLE_EQ(usual_loss({}), 0);
}

}  // namespace
}  // namespace peeringd

#include "statistics/summary.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

SampleWindow window_of(const std::vector<Duration>& round_trips) {
  SampleWindow window(round_trips.size() + 1);
  std::uint64_t number = 1;
  for (const Duration round_trip : round_trips) {
    if (round_trip < 0s) {
      window.lose(number++);
    } else {
      window.answer(number++, round_trip);
    }
  }
  return window;
}

Summary summary_of(const std::vector<Duration>& round_trips) {
  Summary summary;
  summary.add(window_of(round_trips));
  return summary;
}

constexpr Duration lost = -1s;

TEST(Summary, HasNoFigureForWhatWasNotMeasured) {
  Summary summary = summary_of({});
  EXPECT_FALSE(summary.quantile(0.5));
  EXPECT_FALSE(summary.tally().loss_ratio());
  EXPECT_FALSE(summary.tally().jitter());
}

TEST(Summary, HasLossButNoLatencyWhenEverythingWasLost) {
  Summary summary = summary_of({lost, lost});
  EXPECT_FALSE(summary.quantile(0.5));
  EXPECT_FALSE(summary.tally().jitter());
  EXPECT_EQ(summary.tally().loss_ratio(), 1.0);
}

TEST(Summary, TakesTheMedianOfAnOddAndOfAnEvenNumber) {
  EXPECT_EQ(summary_of({30ms, 10ms, 20ms}).quantile(0.5), 20ms);
  EXPECT_EQ(summary_of({40ms, 10ms, 20ms, 30ms}).quantile(0.5), 25ms);
}

TEST(Summary, InterpolatesQuantilesBetweenSamples) {
  std::vector<Duration> round_trips;
  for (int i = 0; i <= 100; ++i) round_trips.emplace_back(std::chrono::milliseconds{i});
  Summary summary = summary_of(round_trips);
  EXPECT_EQ(summary.quantile(0), 0ms);
  EXPECT_EQ(summary.quantile(0.95), 95ms);
  EXPECT_EQ(summary.quantile(0.995), 99'500us);
  EXPECT_EQ(summary.quantile(1), 100ms);
}

TEST(Summary, IsOneValueForEveryQuantileOfASingleSample) {
  Summary summary = summary_of({7ms});
  for (const double q : {0.0, 0.5, 0.99, 1.0}) EXPECT_EQ(summary.quantile(q), 7ms);
}

TEST(Summary, GivesLossAsAShareOfTheFinishedProbes) {
  EXPECT_EQ(summary_of({10ms, lost, 10ms, 10ms}).tally().loss_ratio(), 0.25);
  EXPECT_EQ(summary_of({10ms}).tally().loss_ratio(), 0.0);
}

TEST(Summary, TakesJitterAsTheMeanDifferenceOfNeighbours) {
  EXPECT_EQ(summary_of({10ms, 14ms, 12ms}).tally().jitter(), 3ms);
  EXPECT_EQ(summary_of({10ms, lost, 14ms}).tally().jitter(), 4ms);
  EXPECT_FALSE(summary_of({10ms}).tally().jitter());
}

TEST(Summary, PoolsWindowsWithoutPairingSamplesOfDifferentTargets) {
  Summary summary;
  summary.add(window_of({10ms, 12ms}));
  summary.add(window_of({90ms, 94ms, lost}));
  EXPECT_EQ(summary.tally().jitter(), 3ms);
  EXPECT_EQ(summary.quantile(0.5), 51ms);
  EXPECT_EQ(summary.tally().loss_ratio(), 0.2);
}

TEST(Summary, StartsAnewWhenCleared) {
  Summary summary = summary_of({10ms, 12ms, lost});
  summary.clear();
  EXPECT_FALSE(summary.tally().loss_ratio());
  summary.add(window_of({5ms}));
  EXPECT_EQ(summary.quantile(0.5), 5ms);
  EXPECT_EQ(summary.tally().loss_ratio(), 0.0);
}

TEST(MeanOf, LeavesOutWhatIsMissing) {
  EXPECT_EQ(mean_of({10ms, std::nullopt, 20ms}), 15ms);
  EXPECT_FALSE(mean_of({std::nullopt}));
}

}  // namespace
}  // namespace peeringd

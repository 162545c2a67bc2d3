#include "statistics/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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

// A summary of one window, which it keeps.
class Summarized {
 public:
  explicit Summarized(const std::vector<Duration>& round_trips) : window_(window_of(round_trips)) {
    summary_.add(window_);
  }
  std::optional<Duration> quantile(double q) { return summary_.quantile(q); }
  const Tally& tally() const { return summary_.tally(); }

 private:
  SampleWindow window_;
  Summary summary_;
};

constexpr Duration lost = -1s;

TEST(Summary, HasNoValueWithoutMeasurements) {
  Summarized summary({});
  EXPECT_FALSE(summary.quantile(0.5));
  EXPECT_FALSE(summary.tally().loss_ratio());
  EXPECT_FALSE(summary.tally().jitter());
}

TEST(Summary, HasLossButNoLatencyIfEverythingWasLost) {
  Summarized summary({lost, lost});
  EXPECT_FALSE(summary.quantile(0.5));
  EXPECT_FALSE(summary.tally().jitter());
  EXPECT_EQ(summary.tally().loss_ratio(), 1.0);
}

TEST(Summary, TakesTheMedianOfAnOddAndOfAnEvenNumber) {
  EXPECT_EQ(Summarized({30ms, 10ms, 20ms}).quantile(0.5), 20ms);
  EXPECT_EQ(Summarized({40ms, 10ms, 20ms, 30ms}).quantile(0.5), 25ms);
}

TEST(Summary, InterpolatesQuantilesBetweenSamples) {
  std::vector<Duration> round_trips;
  for (int i = 0; i <= 100; ++i) round_trips.emplace_back(std::chrono::milliseconds{i});
  Summarized summary(round_trips);
  EXPECT_EQ(summary.quantile(0), 0ms);
  EXPECT_EQ(summary.quantile(0.95), 95ms);
  EXPECT_EQ(summary.quantile(0.995), 99'500us);
  EXPECT_EQ(summary.quantile(1), 100ms);
}

TEST(Summary, ReturnsASingleSampleForEveryQuantile) {
  Summarized summary({7ms});
  for (const double q : {0.0, 0.5, 0.99, 1.0}) EXPECT_EQ(summary.quantile(q), 7ms);
}

TEST(Summary, GivesLossAsAShareOfTheFinishedProbes) {
  EXPECT_EQ(Summarized({10ms, lost, 10ms, 10ms}).tally().loss_ratio(), 0.25);
  EXPECT_EQ(Summarized({10ms}).tally().loss_ratio(), 0.0);
}

TEST(Summary, TakesJitterAsTheMeanDifferenceOfNeighbours) {
  EXPECT_EQ(Summarized({10ms, 14ms, 12ms}).tally().jitter(), 3ms);
  EXPECT_EQ(Summarized({10ms, lost, 14ms}).tally().jitter(), 4ms);
  EXPECT_FALSE(Summarized({10ms}).tally().jitter());
}

TEST(Summary, PoolsWindowsWithoutPairingSamplesOfDifferentTargets) {
  const SampleWindow near = window_of({10ms, 12ms});
  const SampleWindow far = window_of({90ms, 94ms, lost});
  Summary summary;
  summary.add(near);
  summary.add(far);
  EXPECT_EQ(summary.tally().jitter(), 3ms);
  EXPECT_EQ(summary.quantile(0.5), 51ms);
  EXPECT_EQ(summary.tally().loss_ratio(), 0.2);
}

TEST(Summary, StartsOverWhenCleared) {
  const SampleWindow before = window_of({10ms, 12ms, lost});
  const SampleWindow after = window_of({5ms});
  Summary summary;
  summary.add(before);
  summary.clear();
  EXPECT_FALSE(summary.tally().loss_ratio());
  summary.add(after);
  EXPECT_EQ(summary.quantile(0.5), 5ms);
  EXPECT_EQ(summary.tally().loss_ratio(), 0.0);
}

// Enough samples to be counted instead of copied.
TEST(Summary, PoolsAHundredThousandSamplesExactly) {
  std::vector<Duration> samples;
  std::vector<SampleWindow> windows;
  for (std::uint64_t i = 0; i < 500; ++i) {
    std::vector<Duration> round_trips;
    for (std::uint64_t k = 0; k < 200; ++k) {
      const Duration spread =
          Duration{100} * static_cast<std::int64_t>((i * 200 + k) * 7919 % 300'007);
      round_trips.push_back(k % 50 == 0 ? 2s + spread * 1000 : 8ms + spread);
      samples.push_back(round_trips.back());
    }
    windows.push_back(window_of(round_trips));
  }
  Summary summary;
  for (const SampleWindow& window : windows) summary.add(window);
  std::sort(samples.begin(), samples.end());
  const Figures figures = summary.figures();
  EXPECT_EQ(figures.tally.answered, 100'000U);
  EXPECT_EQ(figures.min(), samples.front());
  EXPECT_EQ(figures.median(), (samples[49'999] + samples[50'000]) / 2);
  const auto p95 = samples[94'999] + (samples[95'000] - samples[94'999]) * 0.05;
  EXPECT_NEAR(static_cast<double>(figures.p95()->count()), p95.count(), 1.0);
  EXPECT_EQ(figures.max(), samples.back());
}

}  // namespace
}  // namespace peeringd

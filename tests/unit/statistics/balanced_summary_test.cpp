#include "statistics/balanced_summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "statistics/mean.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using RoundTrips = std::vector<Duration>;

SampleWindow filled(const RoundTrips& round_trips, std::uint64_t losses = 0) {
  SampleWindow window(round_trips.size() + losses + 1);
  std::uint64_t number = 1;
  for (const Duration round_trip : round_trips) window.answer(number++, round_trip);
  while (losses-- > 0) window.lose(number++);
  return window;
}

// The figures of these groups of one window each.
Figures balanced(const std::vector<SampleWindow>& windows) {
  BalancedSummary summary;
  for (const SampleWindow& window : windows) {
    summary.begin_group();
    summary.add(window, tally_of(window));
  }
  return summary.figures();
}

// The definition of docs/metrics.md, sample by sample.
double by_definition(std::vector<RoundTrips> groups, double q) {
  struct Sample {
    double value;
    double weight;
    double begin;
  };
  std::vector<Sample> samples;
  for (const RoundTrips& group : groups) {
    for (const Duration value : group) {
      samples.push_back(
          {static_cast<double>(value.count()), 1.0 / static_cast<double>(group.size()), 0});
    }
  }
  std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
    return std::pair(a.value, a.weight) < std::pair(b.value, b.weight);
  });
  double total = 0;
  double lightest = samples.front().weight;
  for (Sample& sample : samples) {
    sample.begin = total;
    total += sample.weight;
    lightest = std::min(lightest, sample.weight);
  }
  const double position = lightest / 2 + q * (total - lightest);
  for (std::size_t i = 0; i + 1 < samples.size(); ++i) {
    const double border = samples[i + 1].begin;
    const double half = std::min(samples[i].weight, samples[i + 1].weight) / 2;
    if (position < border - half) return samples[i].value;
    if (position > border + half) continue;
    const double share = (position - border + half) / (2 * half);
    return samples[i].value + share * (samples[i + 1].value - samples[i].value);
  }
  return samples.back().value;
}

TEST(BalancedSummary, GivesAnEndpointThatIsProbedMoreOftenNoMoreWeight) {
  const Figures figures = balanced(
      {filled(RoundTrips(30, 10ms)), filled(RoundTrips(30, 11ms)), filled(RoundTrips(1500, 40ms))});
  EXPECT_EQ(figures.median(), 11ms);
  EXPECT_EQ(figures.min(), 10ms);
  EXPECT_EQ(figures.max(), 40ms);
  EXPECT_EQ(figures.tally.answered, 1560U);
}

TEST(BalancedSummary, AveragesTwoEndpointsOfEqualWeight) {
  for (const std::size_t count : {1U, 7U, 30U, 1500U}) {
    const Figures figures =
        balanced({filled(RoundTrips(30, 10ms)), filled(RoundTrips(count, 40ms))});
    EXPECT_EQ(figures.median(), 25ms) << count;
  }
}

TEST(BalancedSummary, EqualsASummaryForOneEndpointOrEqualSamples) {
  const SampleWindow one = filled({40ms, 10ms, 20ms, 30ms}, 1);
  const SampleWindow other = filled({15ms, 12ms, 90ms, 33ms}, 3);
  Summary plain;
  plain.add(one);
  EXPECT_EQ(balanced({one}).quantiles, plain.figures().quantiles);
  EXPECT_EQ(balanced({one}).loss_ratio, plain.figures().loss_ratio);
  EXPECT_EQ(balanced({one}).jitter, plain.figures().jitter);
  plain.add(other);
  EXPECT_EQ(balanced({one, other}).quantiles, plain.figures().quantiles);
}

TEST(BalancedSummary, TakesTheMeansOfLossAndJitter) {
  const Figures figures = balanced(
      {filled({10ms, 14ms}, 2), filled(RoundTrips(1500, 40ms)), filled({20ms, 21ms, 20ms})});
  EXPECT_DOUBLE_EQ(*figures.loss_ratio, 0.5 / 3);
  EXPECT_EQ(figures.jitter, Duration{5ms} / 3);
}

TEST(BalancedSummary, IgnoresGroupsWithoutSamples) {
  const Figures figures =
      balanced({filled({}), filled({10ms, 12ms}, 2), filled({}), filled({20ms}), filled({}, 4)});
  EXPECT_DOUBLE_EQ(*figures.loss_ratio, (0.5 + 0.0 + 1.0) / 3);
  EXPECT_EQ(figures.jitter, 2ms);
  EXPECT_EQ(figures.max(), 20ms);
  EXPECT_FALSE(balanced({}).loss_ratio);
  EXPECT_FALSE(balanced({filled({}), filled({})}).median());
}

TEST(BalancedSummary, PoolsTheWindowsOfAGroup) {
  const SampleWindow tcp = filled(RoundTrips(10, 10ms));
  const SampleWindow icmp = filled(RoundTrips(30, 20ms), 10);
  const SampleWindow other = filled(RoundTrips(5, 12ms));
  BalancedSummary summary;
  summary.begin_group();
  summary.add(tcp, tally_of(tcp));
  summary.add(icmp, tally_of(icmp));
  summary.begin_group();
  summary.add(other, tally_of(other));
  EXPECT_DOUBLE_EQ(*summary.figures().loss_ratio, 0.1);
  EXPECT_EQ(summary.figures().median(), 12ms);
  summary.clear();
  EXPECT_FALSE(summary.figures().median());
}

// Small windows are sorted, large ones (the last line) are counted.
TEST(BalancedSummary, HasTheQuantilesOfItsDefinition) {
  std::mt19937 random(7);  // the same each time
  for (const std::vector<std::size_t>& sizes : {std::vector<std::size_t>{1, 2},
                                                {3, 1, 5},
                                                {30, 29, 60, 300},
                                                {3'000, 20, 9'000},
                                                {40'000, 500, 30'000, 7}}) {
    std::vector<RoundTrips> groups;
    std::vector<SampleWindow> windows;
    for (const std::size_t size : sizes) {
      RoundTrips& group = groups.emplace_back();
      const auto base = 5 + random() % 40;
      for (std::size_t i = 0; i < size; ++i) {
        group.push_back(base * 1ms + Duration{100} * (random() % 20'000) +
                        (random() % 50 == 0 ? 2s : 0s));
      }
      windows.push_back(filled(group));
    }
    const Figures figures = balanced(windows);
    for (std::size_t i = 0; i < reported_quantiles.size(); ++i) {
      EXPECT_NEAR(static_cast<double>(figures.quantiles[i].count()),
                  by_definition(groups, reported_quantiles[i]), 20)
          << sizes.size() << " groups, quantile " << reported_quantiles[i];
    }
  }
}

TEST(BalancedSummary, DoesNotDependOnTheOrderOfEndpoints) {
  const SampleWindow one = filled({10ms, 10ms, 20ms});
  const SampleWindow two = filled({10ms, 20ms, 20ms, 20ms, 30ms});
  const SampleWindow three = filled({10ms, 30ms});
  EXPECT_EQ(balanced({one, two, three}).quantiles, balanced({three, two, one}).quantiles);
}

TEST(Mean, IgnoresMissingValues) {
  Mean<Duration> mean;
  EXPECT_FALSE(mean.value());
  mean.add(10ms);
  mean.add(std::nullopt);
  mean.add(20ms);
  EXPECT_EQ(mean.value(), 15ms);
}

}  // namespace
}  // namespace peeringd

#include "model/distribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "model/period_sum.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr double stated_error = 0.008;

Distribution distribution_of(const std::vector<std::uint32_t>& samples) {
  Distribution distribution;
  for (const std::uint32_t units : samples) distribution.add(units);
  return distribution;
}

// A path with a tail: log-normal around `middle`, in units of 100 ns.
std::vector<std::uint32_t> samples_of(std::uint32_t seed, std::size_t count, double middle) {
  std::mt19937 random(seed);
  std::lognormal_distribution<double> round_trip(std::log(middle), 0.4);
  std::vector<std::uint32_t> samples(count);
  for (std::uint32_t& units : samples) units = static_cast<std::uint32_t>(round_trip(random));
  return samples;
}

double quantile_of(std::vector<std::uint32_t> samples, double q) {
  std::sort(samples.begin(), samples.end());
  const double position = q * static_cast<double>(samples.size() - 1);
  const auto rank = static_cast<std::size_t>(position);
  const double lower = samples[rank];
  const double upper = samples[std::min(rank + 1, samples.size() - 1)];
  return 100 * (lower + (upper - lower) * (position - static_cast<double>(rank)));
}

TEST(Distribution, KeepsEveryValueWithinTheStatedError) {
  for (std::uint64_t units = 1; units <= UINT32_MAX; units += 1 + units / 1000) {
    const auto index = Distribution::index_of(static_cast<std::uint32_t>(units));
    ASSERT_LT(index, Distribution::bucket_count);
    const double value = 100.0 * static_cast<double>(units);
    const double kept = static_cast<double>(Distribution::value_of(index).count());
    ASSERT_LE(std::abs(kept - value), stated_error * value) << units;
  }
}

TEST(Distribution, HasBucketsInTheOrderOfTheirValues) {
  for (std::uint32_t index = 1; index < Distribution::bucket_count; ++index) {
    ASSERT_LT(Distribution::value_of(index - 1), Distribution::value_of(index));
  }
  EXPECT_EQ(Distribution::index_of(UINT32_MAX), Distribution::bucket_count - 1);
  EXPECT_EQ(Distribution::index_of(0), 0U);
}

TEST(Distribution, ReturnsTheQuantilesOfTheSamplesWithinTheStatedError) {
  for (const std::size_t count : {1U, 2U, 6U, 60U, 5000U}) {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
      const auto samples = samples_of(seed, count, 250'000);
      const Distribution distribution = distribution_of(samples);
      for (const double q : {0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0}) {
        const double exact = quantile_of(samples, q);
        const auto found = static_cast<double>(distribution.quantile(q)->count());
        EXPECT_LE(std::abs(found - exact), stated_error * exact)
            << count << " " << seed << " " << q;
      }
    }
  }
}

TEST(Distribution, HasNoQuantileWithoutAValue) {
  EXPECT_FALSE(Distribution().quantile(0.5));
  EXPECT_EQ(Distribution().count(), 0U);
}

TEST(Distribution, MergesIntoTheDistributionOfAllSamples) {
  const auto a = samples_of(1, 500, 100'000);
  const auto b = samples_of(2, 60, 900'000);
  const auto c = samples_of(3, 7, 90);
  std::vector<std::uint32_t> all = a;
  all.insert(all.end(), b.begin(), b.end());
  all.insert(all.end(), c.begin(), c.end());
  Distribution left = distribution_of(a);
  left += distribution_of(b);
  left += distribution_of(c);
  Distribution right = distribution_of(b);
  right += distribution_of(c);
  Distribution other = distribution_of(a);
  other += right;
  EXPECT_EQ(left, distribution_of(all));
  EXPECT_EQ(other, left) << "in any order";
  EXPECT_EQ(left.count(), 567U);
}

TEST(Distribution, RoundsRoundTripTimesToUnits) {
  EXPECT_EQ(Distribution::units_of(149ns), 1U);
  EXPECT_EQ(Distribution::units_of(150ns), 2U);
  EXPECT_EQ(Distribution::units_of(-5ns), 0U);
  EXPECT_EQ(Distribution::units_of(24h), UINT32_MAX);
}

TEST(Distribution, CountsTheValuesWithinALimit) {
  const Distribution distribution = distribution_of({10, 20, 30, 300'000});
  EXPECT_EQ(distribution.count_up_to(2us), 2U);
  EXPECT_EQ(distribution.count_up_to(1s), 4U);
  EXPECT_EQ(distribution.count_up_to(0us), 0U);
}

TEST(DistributionSum, EqualsAddingOneDistributionAfterTheOther) {
  DistributionSum sum;
  for (std::uint32_t round = 0; round < 3; ++round) {
    Distribution expected;
    for (std::uint32_t seed = 1; seed < 5; ++seed) {
      const Distribution part = distribution_of(samples_of(seed + round, 200, 80'000));
      sum.add(part);
      expected += part;
    }
    sum.add(0, 2);
    sum.add(Distribution::bucket_count - 1, 3);
    expected.add_bucket(0, 2);
    expected.add_bucket(Distribution::bucket_count - 1, 3);
    EXPECT_EQ(sum.take(), expected) << "the sum must be empty after take()";
  }
  EXPECT_TRUE(sum.take().empty());
}

TEST(Distribution, SaturatesBeforeACountOverflowsIntoAnIndex) {
  Distribution distribution;
  for (int i = 0; i < 40; ++i) distribution.add_bucket(7, std::uint64_t{1} << 48);
  ASSERT_EQ(distribution.buckets().size(), 1U);
  EXPECT_EQ(distribution.buckets()[0].index(), 7U);
  EXPECT_EQ(distribution.buckets()[0].count(), (std::uint64_t{1} << 53) - 1);
}

}  // namespace
}  // namespace peeringd

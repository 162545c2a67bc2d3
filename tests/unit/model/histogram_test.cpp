#include "model/histogram.hpp"

#include <gmock/gmock.h>

#include <array>
#include <vector>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

constexpr std::array<Duration, 3> bounds{1ms, 10ms, 100ms};

std::vector<std::uint64_t> counts_of(const Histogram& histogram) {
  std::vector<std::uint64_t> counts;
  for (std::size_t i = 0; i < histogram.size(); ++i) counts.push_back(histogram[i]);
  return counts;
}

TEST(Histogram, CountsAValueInTheFirstBucketThatHoldsIt) {
  Histogram histogram(bounds.size());
  for (const Duration value : {Duration{500us}, Duration{5ms}, Duration{6ms}, Duration{2s}}) {
    histogram.observe(value, bounds);
  }
  EXPECT_THAT(counts_of(histogram), ElementsAre(1, 2, 0, 1));
  EXPECT_EQ(histogram.count(), 4U);
  EXPECT_EQ(histogram.sum(), 2011ms + 500us);
}

TEST(Histogram, CountsAValueEqualToABoundInThatBucket) {  // Prometheus: le, less than or equal
  Histogram histogram(bounds.size());
  histogram.observe(10ms, bounds);
  histogram.observe(10ms + 1ns, bounds);
  EXPECT_THAT(counts_of(histogram), ElementsAre(0, 1, 1, 0));
}

TEST(Histogram, HasTheSameCountsWhenTrimmed) {
  for (const auto& values : std::vector<std::vector<Duration>>{
           {}, {500us}, {2s}, {5ms, 50ms}, {500us, 50ms}, {500us, 2s}}) {
    Histogram histogram(bounds.size());
    for (const Duration value : values) histogram.observe(value, bounds);
    const Histogram trimmed = histogram.trimmed();
    EXPECT_EQ(counts_of(trimmed), counts_of(histogram));
    EXPECT_EQ(trimmed.count(), histogram.count());
    EXPECT_EQ(trimmed.sum(), histogram.sum());
    EXPECT_EQ(counts_of(trimmed.trimmed()), counts_of(histogram));
  }
}

TEST(Histogram, CountsFurtherValuesAfterItWasTrimmed) {
  Histogram histogram(bounds.size());
  histogram.observe(5ms, bounds);
  Histogram trimmed = histogram.trimmed();
  trimmed.observe(2s, bounds);
  EXPECT_THAT(counts_of(trimmed), ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(counts_of(histogram), ElementsAre(0, 1, 0, 0));
}

}  // namespace
}  // namespace peeringd

#include "model/histogram.hpp"

#include <gmock/gmock.h>

#include <array>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

constexpr std::array<Duration, 3> bounds{1ms, 10ms, 100ms};

TEST(Histogram, CountsAValueInTheFirstBucketThatHoldsIt) {
  Histogram histogram(bounds.size());
  for (const Duration value : {Duration{500us}, Duration{5ms}, Duration{6ms}, Duration{2s}}) {
    histogram.observe(value, bounds);
  }
  EXPECT_THAT(histogram.counts(), ElementsAre(1, 2, 0, 1));
  EXPECT_EQ(histogram.count(), 4U);
  EXPECT_EQ(histogram.sum(), 2011ms + 500us);
}

TEST(Histogram, CountsABoundItselfBelowIt) {  // Prometheus: le, less than or equal
  Histogram histogram(bounds.size());
  histogram.observe(10ms, bounds);
  histogram.observe(10ms + 1ns, bounds);
  EXPECT_THAT(histogram.counts(), ElementsAre(0, 1, 1, 0));
}

}  // namespace
}  // namespace peeringd

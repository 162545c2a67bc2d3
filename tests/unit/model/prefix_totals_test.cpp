#include "model/prefix_totals.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

TEST(PrefixRttBounds, AreAtMostATenthApartBetweenOneAndAHundredMilliseconds) {
  const auto bounds = prefix_rtt_bounds();
  for (std::size_t i = 1; i < bounds.size(); ++i) {
    EXPECT_LT(bounds[i - 1], bounds[i]);
    if (bounds[i - 1] >= 1ms && bounds[i] <= 100ms) {
      EXPECT_LE(bounds[i] * 10, bounds[i - 1] * 11) << bounds[i].count();
    }
  }
}

TEST(PrefixRttBounds, ContainTheUsualThresholds) {
  for (const Duration threshold : {1ms, 2ms, 5ms, 10ms, 20ms, 30ms, 40ms, 50ms, 60ms, 80ms, 100ms,
                                   150ms, 200ms, 250ms, 500ms, 1000ms}) {
    EXPECT_TRUE(std::ranges::binary_search(prefix_rtt_bounds(), threshold)) << threshold.count();
  }
}

TEST(PrefixRttBounds, AllowThreePrefixesInFourHundredSeries) {
  EXPECT_LE(prefix_rtt_bounds().size(), 80U);
}

TEST(PrefixTotals, AddCounters) {
  ProbeCounters sum;
  ProbeCounters part;
  for (int i = 0; i < 4; ++i) record_sent(part);
  record_received(part);
  record_lost(part, LossReason::refused);
  record_inconclusive(part);
  record_error(part, ErrorReason::send);
  add_to(sum, part);
  add_to(sum, part);
  EXPECT_EQ(sum.sent, 8U);
  EXPECT_EQ(sum.in_flight, 2U);
  EXPECT_EQ(sum.sent, sum.received + sum.lost_total() + sum.inconclusive + sum.in_flight);
  EXPECT_EQ(sum.lost[index_of(LossReason::refused)], 2U);
  EXPECT_EQ(sum.errors[index_of(ErrorReason::send)], 2U);
}

}  // namespace
}  // namespace peeringd

#include "model/threshold_spans.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

ThresholdSpan span(std::chrono::minutes from, std::chrono::minutes to, Limits<double> latency) {
  return {noon + from, noon + to, {{"latency", latency}}};
}

TEST(ThresholdSpans, TakeTheStrictestOfEachTime) {
  const auto strictest = strictest_thresholds(
      {{span(0min, 10min, {0.02, 0.05, false}), span(10min, 30min, {0.04, 0.05, false})},
       {span(0min, 20min, {0.03, {}, false}), span(20min, 30min, {0.05, 0.01, false})}});
  ASSERT_EQ(strictest.size(), 3U);
  EXPECT_EQ(strictest[0].to, noon + 10min);
  EXPECT_EQ(strictest[0].thresholds.at("latency"), (Limits<double>{0.02, 0.05, false}));
  EXPECT_EQ(strictest[1].to, noon + 20min);
  EXPECT_EQ(strictest[1].thresholds.at("latency"), (Limits<double>{0.03, 0.05, false}));
  EXPECT_EQ(strictest[2].to, noon + 30min);
  EXPECT_EQ(strictest[2].thresholds.at("latency"), (Limits<double>{0.04, 0.01, false}));
}

TEST(ThresholdSpans, JoinEqualOnes) {
  const auto strictest = strictest_thresholds(
      {{span(0min, 30min, {0.02, {}, false})},
       {span(0min, 10min, {0.03, {}, false}), span(10min, 30min, {0.04, {}, false})}});
  ASSERT_EQ(strictest.size(), 1U);
  EXPECT_EQ(strictest[0].from, noon);
  EXPECT_EQ(strictest[0].to, noon + 30min);
}

TEST(ThresholdSpans, LeaveOutTimeOfWhichNothingIsKnown) {
  const auto strictest = strictest_thresholds(
      {{span(0min, 5min, {0.02, {}, false})}, {span(10min, 15min, {0.02, {}, false})}, {}});
  ASSERT_EQ(strictest.size(), 2U);
  EXPECT_EQ(strictest[0].to, noon + 5min);
  EXPECT_EQ(strictest[1].from, noon + 10min);
  EXPECT_TRUE(strictest_thresholds({}).empty());
}

}  // namespace
}  // namespace peeringd

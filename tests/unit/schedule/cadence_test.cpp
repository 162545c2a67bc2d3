#include "schedule/cadence.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "support/manual_clock.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

TEST(Cadence, GivesATargetTheSamePhaseEveryTime) {
  // A fixed value: a change of the hash would move every series of every installation.
  EXPECT_EQ(make_cadence("contoso/203.0.113.0/24/edge/tcp", 10s).phase,
            make_cadence("contoso/203.0.113.0/24/edge/tcp", 10s).phase);
  EXPECT_EQ(make_cadence("", 1s).phase, 15ms);
  EXPECT_EQ(make_cadence("", 100ms).phase, 3ms);
}

TEST(Cadence, SpreadsTargetsEvenlyOverTheInterval) {
  constexpr int targets = 10'000;
  std::array<int, 10> tenths{};
  for (int i = 0; i < targets; ++i) {
    const auto phase = make_cadence("edge-" + std::to_string(i), 10s).phase;
    ASSERT_GE(phase, 0s);
    ASSERT_LT(phase, 10s);
    ++tenths.at(static_cast<std::size_t>(phase / 1s));
  }
  for (const int count : tenths) EXPECT_NEAR(count, targets / 10, 150);  // five standard deviations
}

TEST(Cadence, SharesInstantsBetweenTargetsUnlessTheyAreProbedOften) {
  for (int i = 0; i < 1000; ++i) {
    const std::string key = "edge-" + std::to_string(i);
    EXPECT_EQ(make_cadence(key, 500ms).phase % 5ms, 0ms);
    EXPECT_EQ(make_cadence(key, 333ms).phase % 1ms, 0ms);
  }
}

TEST(Cadence, NumbersTheInstantsWithoutDrift) {
  const Cadence cadence{20ms, 7ms};
  EXPECT_EQ(instant_of(cadence, 0), test::at(7ms));
  EXPECT_EQ(instant_of(cadence, 1'000'000), test::at(20'000'007ms));
}

TEST(Cadence, FindsTheTicksAroundATime) {
  const Cadence cadence{10s, 3s};
  EXPECT_EQ(first_tick_from(cadence, test::at(3s)), 0U);
  EXPECT_EQ(first_tick_from(cadence, test::at(3s + 1ns)), 1U);
  EXPECT_EQ(first_tick_from(cadence, test::at(13s)), 1U);
  EXPECT_EQ(last_tick_until(cadence, test::at(13s)), 1U);
  EXPECT_EQ(last_tick_until(cadence, test::at(13s - 1ns)), 0U);
  EXPECT_EQ(first_tick_from(cadence, test::at(1s)), 0U);
}

TEST(Cadence, ProbesADueTick) {
  const Cadence cadence{10s, 3s};
  const TickDecision decision = decide_tick(cadence, 4, test::at(43s + 5ms));
  EXPECT_TRUE(decision.probe);
  EXPECT_EQ(decision.number, 4U);
  EXPECT_EQ(decision.skipped, 0U);
  EXPECT_EQ(decision.next, 5U);
}

TEST(Cadence, SkipsATickThatIsLateByMoreThanHalfTheInterval) {
  const Cadence cadence{1s, 300ms};
  EXPECT_TRUE(decide_tick(cadence, 4, test::at(4s + 800ms)).probe);
  const TickDecision decision = decide_tick(cadence, 4, test::at(4s + 801ms));
  EXPECT_FALSE(decision.probe);
  EXPECT_EQ(decision.skipped, 1U);
  EXPECT_EQ(decision.next, 5U);
}

TEST(Cadence, SkipsATickThatIsLateByMoreThanASecondHoweverLongTheInterval) {
  const Cadence cadence{10s, 3s};
  EXPECT_TRUE(decide_tick(cadence, 4, test::at(44s)).probe);
  const TickDecision decision = decide_tick(cadence, 4, test::at(44s + 1ms));
  EXPECT_FALSE(decision.probe);
  EXPECT_EQ(decision.skipped, 1U);
  EXPECT_EQ(decision.next, 5U);
}

TEST(Cadence, CountsEveryTickMissedWhileTheProcessWasStopped) {
  const Cadence cadence{10s, 3s};
  const TickDecision in_time = decide_tick(cadence, 4, test::at(103s + 1ms));
  EXPECT_TRUE(in_time.probe);
  EXPECT_EQ(in_time.number, 10U);
  EXPECT_EQ(in_time.skipped, 6U);
  const TickDecision late = decide_tick(cadence, 4, test::at(108s));
  EXPECT_FALSE(late.probe);
  EXPECT_EQ(late.skipped, 7U);
  EXPECT_EQ(late.next, 11U);
}

TEST(Cadence, NumbersTheProbesOfABurstConsecutively) {
  const Cadence burst{10s, 3s, 5, 20ms};
  EXPECT_EQ(instant_of(burst, 5), test::at(13s));
  EXPECT_EQ(instant_of(burst, 9), test::at(13s + 80ms));
  EXPECT_EQ(last_tick_until(burst, test::at(13s + 30ms)), 6U);
  EXPECT_EQ(last_tick_until(burst, test::at(22s)), 9U);
  EXPECT_EQ(first_tick_from(burst, test::at(13s + 30ms)), 7U);
  EXPECT_EQ(first_tick_from(burst, test::at(13s + 81ms)), 10U);
  EXPECT_EQ(first_tick_from(burst, test::at(13s)), 5U);
}

TEST(Cadence, SkipsAProbeOfABurstThatIsLateByMoreThanHalfTheSpacing) {
  const Cadence burst{10s, 3s, 5, 20ms};
  EXPECT_TRUE(decide_tick(burst, 6, test::at(13s + 30ms)).probe);
  const TickDecision late = decide_tick(burst, 6, test::at(13s + 31ms));
  EXPECT_FALSE(late.probe);
  EXPECT_EQ(late.next, 7U);
}

}  // namespace
}  // namespace peeringd

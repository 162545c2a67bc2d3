#include "assessment/evaluate_signal.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using enum TestResult;

// 60 ms warns and 100 ms fails after a minute; they clear below 48 and 80 ms.
const Rule latency{0.060, 0.100, false, 1min, 0.8};

struct Step {
  Duration at;
  std::optional<double> value;
  TestResult expected;
};

struct Case {
  std::string name;
  std::vector<Step> steps;
  Rule rule = latency;
};

void PrintTo(const Case& entry, std::ostream* out) {
  *out << entry.name;
}

class EvaluateSignal : public testing::TestWithParam<Case> {};

TEST_P(EvaluateSignal, FollowsTheTable) {
  SignalState state;
  for (const Step& step : GetParam().steps) {
    const TestResult before = state.result;
    const auto [next, change] =
        evaluate_signal(state, GetParam().rule, {step.value, ""}, MonotonicTime{1h + step.at});
    EXPECT_EQ(next.result, step.expected) << "at " << step.at.count() / 1'000'000'000 << " s";
    EXPECT_EQ(change.has_value(), before != step.expected);
    if (change) {
      EXPECT_EQ(change->from, before);
      EXPECT_EQ(change->to, step.expected);
    }
    state = next;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, EvaluateSignal,
    testing::Values(
        Case{"PassesAtOnceWhenTheFirstReadingIsGood", {{0s, 0.010, pass}}},
        Case{"IsIndeterminateWithoutAReading",
             {{0s, {}, indeterminate}, {2min, {}, indeterminate}}},
        Case{"RisesWhenExceededForLongEnough",
             {{0s, 0.010, pass}, {10s, 0.070, pass}, {69s, 0.070, pass}, {70s, 0.070, warning}}},
        Case{"RisesToFailByTheTimeAboveTheCriticalThreshold",
             {{0s, 0.010, pass},
              {10s, 0.070, pass},
              {40s, 0.120, pass},
              {70s, 0.120, warning},
              {99s, 0.120, warning},
              {100s, 0.120, fail}}},
        Case{"FailsAtOnceAfterBothTimesTogether",
             {{0s, 0.010, pass}, {10s, 0.120, pass}, {70s, 0.120, fail}}},
        Case{"IsNotExceededByTheThresholdItself",
             {{0s, 0.060, pass}, {60s, 0.060, pass}, {120s, 0.060, pass}}},
        Case{"BeginsToCountAgainAfterABreak",
             {{0s, 0.010, pass},
              {10s, 0.070, pass},
              {60s, 0.059, pass},
              {70s, 0.070, pass},
              {129s, 0.070, pass},
              {130s, 0.070, warning}}},
        Case{"DoesNotFlapAroundTheThreshold",
             {{0s, 0.010, pass},
              {10s, 0.061, pass},
              {70s, 0.061, warning},
              {80s, 0.059, warning},
              {90s, 0.061, warning},
              {100s, 0.049, warning},
              {110s, 0.048, pass}}},
        Case{"FallsFromFailToWarningFirst",
             {{0s, 0.010, pass},
              {10s, 0.120, pass},
              {70s, 0.120, fail},
              {80s, 0.081, fail},
              {90s, 0.079, warning},
              {100s, 0.040, pass}}},
        Case{"LosesItsStateWithItsData",
             {{0s, 0.010, pass},
              {10s, 0.120, pass},
              {70s, 0.120, fail},
              {80s, {}, indeterminate},
              {90s, 0.120, indeterminate},
              {149s, 0.120, indeterminate},
              {150s, 0.120, fail}}},
        Case{"RecoversFromIndeterminate",
             {{0s, 0.010, pass}, {10s, {}, indeterminate}, {20s, 0.010, pass}}},
        Case{"DoesNotPassWhileAnExcessIsPending",
             {{0s, 0.070, indeterminate}, {59s, 0.070, indeterminate}, {60s, 0.070, warning}}},
        Case{"PassesWhenAPendingExcessEnds", {{0s, 0.070, indeterminate}, {30s, 0.050, pass}}},
        Case{"RisesAtOnceWithoutAHoldTime",
             {{0s, 0.010, pass}, {10s, 0.070, warning}},
             {0.060, 0.100, false, 0s, 0.8}},
        Case{"KnowsFailAloneWithoutAWarningThreshold",
             {{0s, 0.070, pass}, {60s, 0.070, pass}, {70s, 0.120, pass}, {130s, 0.120, fail}},
             {std::nullopt, 0.100, false, 1min, 0.8}},
        Case{"CanClearAThresholdOfZero",
             {{0s, 0.0, pass}, {10s, 0.1, warning}, {20s, 0.0, pass}},
             {0.0, std::nullopt, false, 0s, 0.8}},
        Case{"EvaluatesARemainingTimeDownwards",
             {{0s, 31.0, pass}, {10s, 29.0, warning}, {20s, 6.0, fail}, {30s, 90.0, pass}},
             {30.0, 7.0, true, 0s, 1.0}}),
    [](const auto& entry) { return entry.param.name; });

SignalState warned(Duration since) {
  SignalState state;
  for (const Duration at : {since - 1min, since}) {
    state = evaluate_signal(state, latency, {0.070, ""}, MonotonicTime{at}).first;
  }
  return state;
}

TEST(NewThreshold, DropsAResultThatOnlyTheOldOneKept) {
  Rule raised = latency;
  raised.warning = 0.080;
  // 70 ms does not clear the threshold of 80 ms (64 ms), but has never exceeded it.
  const auto [state, change] =
      evaluate_signal(warned(1h), raised, {0.070, ""}, MonotonicTime{1h + 5s});
  EXPECT_EQ(state.result, pass);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->lasted, 5s);
}

TEST(NewThreshold, KeepsTheResultIfItIsExceededToo) {
  Rule lowered = latency;
  lowered.warning = 0.050;
  const auto [state, change] =
      evaluate_signal(warned(1h), lowered, {0.070, ""}, MonotonicTime{1h + 5s});
  EXPECT_EQ(state.result, warning);
  EXPECT_FALSE(change);
}

TEST(NewThreshold, PassesIfItIsRemoved) {
  const auto [state, change] =
      evaluate_signal(warned(1h), Rule{}, {0.070, ""}, MonotonicTime{1h + 5s});
  EXPECT_EQ(state.result, pass);
  EXPECT_FALSE(state.warning.active);
}

TEST(SignalChange, ContainsTheThresholdAndHowLongItWasExceeded) {
  SignalState state = evaluate_signal({}, latency, {0.010, ""}, MonotonicTime{1h}).first;
  state = evaluate_signal(state, latency, {0.120, ""}, MonotonicTime{1h + 10s}).first;
  const auto [failed, change] =
      evaluate_signal(state, latency, {0.120, ""}, MonotonicTime{1h + 75s});
  ASSERT_TRUE(change);
  EXPECT_EQ(change->limit, 0.100);
  EXPECT_EQ(change->exceeded_for, 65s);
  EXPECT_EQ(change->lasted, 75s);
  EXPECT_EQ(failed.since, MonotonicTime{1h + 75s});
}

}  // namespace
}  // namespace peeringd

#include "trace/trace_times.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr MonotonicTime moment{1000h};

TraceInput answered_ago(Duration ago, Duration interval = 1s) {
  return {.last_answer = moment - ago, .down_since = {}, .interval = interval};
}

TraceTimes before_ago(Duration ago) {
  return {.before = moment - ago, .now = {}};
}

TraceTimes now_ago(Duration ago) {
  return {.before = {}, .now = moment - ago};
}

TEST(DueTrace, RepeatsHourlyWhileProbesAreAnswered) {
  EXPECT_EQ(due_trace(answered_ago(1s), {}, moment), TracePurpose::before);
  EXPECT_EQ(due_trace(answered_ago(1s), before_ago(59min), moment), std::nullopt);
  EXPECT_EQ(due_trace(answered_ago(1s), before_ago(60min), moment), TracePurpose::before);
}

TEST(DueTrace, WaitsForTheFirstAnswer) {
  EXPECT_EQ(due_trace({}, {}, moment), std::nullopt);
}

TEST(DueTrace, WaitsWhileItIsUnknownWhetherProbesAreAnswered) {
  EXPECT_EQ(due_trace(answered_ago(5s), {}, moment), std::nullopt);
}

TEST(DueTrace, StartsBeforeSilenceCountsAsAnOutage) {
  EXPECT_EQ(due_trace(answered_ago(7s), before_ago(10min), moment), std::nullopt);
  EXPECT_EQ(due_trace(answered_ago(8s), before_ago(10min), moment), TracePurpose::now);
  EXPECT_EQ(due_trace(answered_ago(14s, 10s), before_ago(10min), moment), std::nullopt);
  EXPECT_EQ(due_trace(answered_ago(15s, 10s), before_ago(10min), moment), TracePurpose::now);
}

TEST(DueTrace, RunsOncePerSilence) {
  EXPECT_EQ(due_trace(answered_ago(2h), now_ago(119min), moment), std::nullopt);
  EXPECT_EQ(due_trace(answered_ago(2min), now_ago(3min), moment), TracePurpose::now);
}

TEST(DueTrace, RunsAtMostOnceAMinuteIfAnswersAreIntermittent) {
  EXPECT_EQ(due_trace(answered_ago(20s), now_ago(59s), moment), std::nullopt);
  EXPECT_EQ(due_trace(answered_ago(20s), now_ago(60s), moment), TracePurpose::now);
}

TEST(DueTrace, StartsForANeverAnsweredPrefixOnceItIsDown) {
  const TraceInput input{.last_answer = {}, .down_since = moment - 15s, .interval = 1s};
  EXPECT_EQ(due_trace(input, {}, moment), TracePurpose::now);
  EXPECT_EQ(due_trace(input, now_ago(1s), moment), std::nullopt);
}

}  // namespace
}  // namespace peeringd

#include "reachability/silence.hpp"

#include <gtest/gtest.h>

#include "unit/reachability/times.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::start;

MonotonicTime at(Duration time) {
  return start + time;
}

// A target that is probed each `interval`, up to `until`: answered before `dies`, silent after it.
TargetSilence probed(Duration interval, Duration dies, Duration until) {
  TargetSilence silence;
  AnswerCounts counts;
  for (Duration time{}; time <= until; time += interval) {
    ++(time < dies ? counts.answers : counts.silent);
    silence.note(counts, at(time));
  }
  return silence;
}

TEST(AnswerCounts, CountEveryReplyOfAHostAsAnAnswer) {
  ProbeCounters counters;
  counters.received = 1;
  counters.lost[index_of(LossReason::refused)] = 2;
  counters.lost[index_of(LossReason::reset)] = 4;
  counters.lost[index_of(LossReason::tls)] = 8;
  counters.lost[index_of(LossReason::status)] = 16;
  counters.lost[index_of(LossReason::body)] = 32;
  EXPECT_EQ(answer_counts(counters),
            (AnswerCounts{.answers = 63, .received = 1, .rejected = {0, 2, 0, 4, 8, 16, 32, 0}}));
}

TEST(AnswerCounts, CountTimeoutsAndUnreachableHostsAsSilence) {
  ProbeCounters counters;
  counters.lost[index_of(LossReason::timeout)] = 1;
  counters.lost[index_of(LossReason::unreachable)] = 2;
  EXPECT_EQ(answer_counts(counters), (AnswerCounts{0, 3, 0, 0}));
}

TEST(AnswerCounts, CountInconclusiveProbesAsNeither) {
  ProbeCounters counters;
  counters.inconclusive = 1;
  counters.skipped = 2;
  counters.errors[index_of(ErrorReason::send)] = 4;
  EXPECT_EQ(answer_counts(counters), (AnswerCounts{0, 0, 3, 4}));
}

TEST(Silence, TakesFifteenSecondsOfATargetProbedEachSecond) {
  const TargetSilence target = probed(1s, 10s, 30s);  // the last answer is that of 9 s
  EXPECT_FALSE(silence_of({{&target, 1s}}, at(23s)));
  const auto silence = silence_of({{&target, 1s}}, at(24s));
  ASSERT_TRUE(silence);
  EXPECT_EQ(silence->since, at(9s));
}

TEST(Silence, TakesThreeTicksOfATargetProbedEachTenSeconds) {
  const TargetSilence target = probed(10s, 5s, 30s);
  EXPECT_FALSE(silence_of({{&target, 10s}}, at(29s)));
  EXPECT_TRUE(silence_of({{&target, 10s}}, at(30s)));
}

TEST(Silence, IsAbsentWhileAnyTargetIsAnswered) {
  const TargetSilence dead = probed(1s, 5s, 60s);
  const TargetSilence alive = probed(1s, 1h, 60s);
  EXPECT_FALSE(silence_of({{&dead, 1s}, {&alive, 1s}}, at(60s)));
}

TEST(Silence, WaitsForASlowTargetThatWasNotProbedSince) {
  const TargetSilence quick = probed(1s, 5s, 40s);
  const TargetSilence slow = probed(30s, 31s, 40s);  // its last answer is that of 30 s
  EXPECT_FALSE(silence_of({{&quick, 1s}, {&slow, 30s}}, at(59s)));
}

TEST(Silence, DoesNotWaitForATargetProbedLessThanOnceAMinute) {
  const TargetSilence quick = probed(1s, 5s, 40s);
  const TargetSilence rare = probed(10min, 1h, 0s);
  EXPECT_TRUE(silence_of({{&quick, 1s}, {&rare, 10min}}, at(40s)));
  EXPECT_FALSE(silence_of({{&rare, 10min}}, at(40s)));
}

TEST(Silence, IgnoresATargetThatWasNeverAnswered) {
  const TargetSilence quick = probed(1s, 5s, 40s);
  const TargetSilence mute = probed(1s, 0s, 40s);
  EXPECT_TRUE(silence_of({{&quick, 1s}, {&mute, 1s}}, at(40s)));
  const TargetSilence alive = probed(1s, 1h, 40s);
  EXPECT_FALSE(silence_of({{&alive, 1s}, {&mute, 1s}}, at(40s)));
}

TEST(Silence, TakesFifteenSecondsBeforeTheFirstAnswer) {
  const TargetSilence one = probed(10s, 0s, 40s);
  TargetSilence other;
  other.note({0, 1, 0, 0, 0, 0}, at(20s));
  EXPECT_FALSE(silence_of({{&one, 10s}, {&other, 10s}}, at(34s)));
  EXPECT_TRUE(silence_of({{&one, 10s}, {&other, 10s}}, at(35s)));
}

TEST(Silence, TakesThreeProbesBeforeTheFirstAnswer) {
  TargetSilence slow;
  slow.note({0, 1, 0, 0}, at(0s));
  EXPECT_FALSE(silence_of({{&slow, 30s}}, at(20s))) << "one lost packet is no outage";
  slow.note({0, 2, 0, 0}, at(30s));
  slow.note({0, 3, 0, 0}, at(60s));
  EXPECT_TRUE(silence_of({{&slow, 30s}}, at(60s)));
}

TEST(Silence, IgnoresATargetThatCanNoLongerBeProbed) {
  const TargetSilence silent = probed(1s, 5s, 40s);
  TargetSilence unsendable = probed(1s, 1h, 4s);
  unsendable.note({5, 0, 0, 30}, at(40s));  // its name no longer resolves
  EXPECT_TRUE(silence_of({{&silent, 1s}, {&unsendable, 1s}}, at(40s)));
}

TEST(Silence, IgnoresATargetWithInconclusiveProbes) {
  const TargetSilence silent = probed(1s, 5s, 40s);
  TargetSilence missed = probed(1s, 5s, 5s);
  for (int second = 6; second <= 40; ++second) {
    const auto count = static_cast<std::uint64_t>(second);
    missed.note({5, 1, count, 0}, at(second * 1s));
  }
  EXPECT_TRUE(silence_of({{&silent, 1s}, {&missed, 1s}}, at(40s)));
  EXPECT_FALSE(silence_of({{&missed, 1s}}, at(40s)));
}

TEST(Silence, IsAbsentWhileARarelyProbedTargetAnswers) {
  const TargetSilence quick = probed(1s, 5s, 400s);
  const TargetSilence rare = probed(300s, 1h, 300s);
  EXPECT_FALSE(silence_of({{&quick, 1s}, {&rare, 300s}}, at(310s)));
  EXPECT_FALSE(silence_of({{&quick, 1s}, {&rare, 300s}}, at(320s)))
      << "it has answered at 300 s, and was not asked since";
}

TEST(Silence, ReturnsOnceTheRarelyProbedTargetIsSilentToo) {
  const TargetSilence quick = probed(1s, 5s, 700s);
  const TargetSilence rare = probed(300s, 301s, 600s);
  EXPECT_TRUE(silence_of({{&quick, 1s}, {&rare, 300s}}, at(600s)));
}

TEST(AnswerCounts, CountALateAnswerAsAnAnswer) {
  ProbeCounters counters;
  counters.lost[index_of(LossReason::timeout)] = 1;
  counters.late = 1;
  EXPECT_EQ(answer_counts(counters), (AnswerCounts{1, 1, 0, 0, 0, 0}));
}

TEST(Silence, IsAbsentIfNothingWasSent) {
  TargetSilence target;
  target.note({0, 0, 0, 5}, at(0s));
  EXPECT_FALSE(silence_of({{&target, 1s}}, at(1h)));
  EXPECT_FALSE(silence_of({}, at(1h)));
}

TEST(Silence, GoesOnThoughAFewProbesAreInconclusive) {
  TargetSilence target = probed(1s, 5s, 14s);
  target.note({5, 10, 1, 0}, at(15s));
  target.note({5, 14, 10, 0}, at(19s));
  EXPECT_TRUE(silence_of({{&target, 1s}}, at(19s)));
}

TEST(Silence, RestartsIfMoreProbesAreInconclusiveThanLost) {
  TargetSilence target = probed(1s, 5s, 14s);
  AnswerCounts counts{5, 10, 11, 0};
  target.note(counts, at(15s));
  EXPECT_FALSE(silence_of({{&target, 1s}}, at(29s)));
  for (int i = 0; i < 15; ++i) {
    ++counts.silent;
    target.note(counts, at(16s + i * 1s));
  }
  EXPECT_TRUE(silence_of({{&target, 1s}}, at(30s)));
}

TEST(TargetSilence, RestartsIfCountersDecrease) {
  TargetSilence target = probed(1s, 5s, 60s);
  target.note({0, 1, 0, 0}, at(61s));
  EXPECT_FALSE(target.answered());
  EXPECT_EQ(target.consecutive_unanswered(), 1U);
}

TEST(Blocked, IsTrueIfProbesAreDueAndNoneIsSent) {
  TargetSilence target = probed(1s, 1h, 10s);
  EXPECT_FALSE(is_blocked({{&target, 1s}}, at(30s)));  // nothing was due
  target.note({11, 0, 0, 1}, at(20s));
  EXPECT_FALSE(is_blocked({{&target, 1s}}, at(24s)));  // the last outcome is too recent
  target.note({11, 0, 0, 5}, at(25s));
  EXPECT_TRUE(is_blocked({{&target, 1s}}, at(25s)));
  const TargetSilence slow = probed(60s, 1h, 0s);
  EXPECT_FALSE(is_blocked({{&target, 1s}, {&slow, 60s}}, at(45s))) << "it was answered recently";
}

}  // namespace
}  // namespace peeringd

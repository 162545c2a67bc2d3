#include "engine/host_health.hpp"

#include <gtest/gtest.h>

#include "support/manual_clock.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::at;

// The machine was suspended, or the loop late, until this moment.
constexpr MonotonicTime trouble_ends = at(1000s);
constexpr MonotonicTime left_before = trouble_ends - 1ns;
constexpr MonotonicTime left_after = trouble_ends + 1ns;

struct Case {
  const char* what;
  ProbeConditions probe;
  LossReason reason;
  bool inconclusive;
};

void expect_verdicts(const HostHealth& health, std::initializer_list<Case> cases) {
  for (const Case& given : cases) {
    EXPECT_EQ(health.is_inconclusive(given.probe, given.reason), given.inconclusive) << given.what;
  }
}

constexpr ProbeConditions sent(MonotonicTime departure, bool needs_cpu = false,
                               bool answers_dropped = false) {
  return {departure, needs_cpu, {}, answers_dropped};
}

TEST(HostHealth, HasNoExplanationOfLossOnAHealthyHost) {
  const HostHealth health(5s);
  expect_verdicts(health, {{"silence", sent(left_before), LossReason::timeout, false},
                           {"an HTTP probe", sent(left_before, true), LossReason::tls, false},
                           {"a reset", sent(left_before, true), LossReason::reset, false}});
}

TEST(HostHealth, ExplainsEveryFailureOfAProbeThatLeftBeforeTheMachineResumed) {
  HostHealth health(5s);
  EXPECT_TRUE(health.note_suspended(5s + 11ms, trouble_ends));
  expect_verdicts(health, {{"silence", sent(left_before), LossReason::timeout, true},
                           {"no link", sent(left_before), LossReason::unreachable, true},
                           {"at that moment", sent(trouble_ends), LossReason::timeout, true},
                           {"left afterwards", sent(left_after), LossReason::timeout, false}});
}

TEST(HostHealth, IgnoresReadingsThatHardlyDiffer) {
  HostHealth health(5s);
  EXPECT_FALSE(health.note_suspended(5s + 10ms, trouble_ends));
  EXPECT_FALSE(health.note_suspended(5s - 1s, trouble_ends));
  EXPECT_FALSE(health.note_suspended(5s + 20ms, trouble_ends)) << "10 ms since the largest one";
  expect_verdicts(health, {{"silence", sent(left_before), LossReason::timeout, false}});
}

TEST(HostHealth, ExplainsFailuresThatALateLoopMayHaveCaused) {
  HostHealth health(0s);
  EXPECT_TRUE(health.note_deadline(trouble_ends - 101ms, trouble_ends));
  expect_verdicts(
      health,
      {{"its answer would lie in the socket", sent(left_before), LossReason::timeout, false},
       {"an HTTP probe", sent(left_before, true), LossReason::timeout, true},
       {"its TLS", sent(left_before, true), LossReason::tls, true},
       {"a reset", sent(left_before), LossReason::reset, true},
       {"left afterwards", sent(left_after, true), LossReason::timeout, false}});
}

TEST(HostHealth, ExplainsFailuresOfProbesThatLeftBeforeTheirSourceChanged) {
  const HostHealth health(0s);
  ProbeConditions before = sent(left_before);
  ProbeConditions after = sent(left_after);
  before.source_changed = after.source_changed = trouble_ends;
  expect_verdicts(health, {{"left before", before, LossReason::timeout, true},
                           {"an error", before, LossReason::unreachable, true},
                           {"left afterwards", after, LossReason::timeout, false}});
}

TEST(HostHealth, ExplainsAnAnswerThatAMachineWhichStoodStillTookTooLate) {
  HostHealth health(0s);
  ProbeConditions probe = sent(left_before);
  probe.late_answer = trouble_ends;
  EXPECT_FALSE(health.is_inconclusive(probe, LossReason::timeout)) << "nothing was late";
  health.note_deadline(trouble_ends - 1s, trouble_ends);
  ProbeConditions in_time = probe;
  in_time.late_answer = trouble_ends - 500ms;
  ProbeConditions after = probe;
  after.late_answer = trouble_ends + 500ms;
  ProbeConditions later = sent(left_after);
  later.late_answer = trouble_ends + 3s;
  expect_verdicts(health, {{"arrived as the loop ran again", probe, LossReason::timeout, true},
                           {"the kernel ran all the time", in_time, LossReason::timeout, false},
                           {"arrived long after that", after, LossReason::timeout, false},
                           {"left afterwards", later, LossReason::timeout, false}});
}

TEST(HostHealth, DoesNotCountALoopThatGetsItsTurnsAsLate) {
  HostHealth health(0s);
  EXPECT_FALSE(health.note_deadline(std::nullopt, trouble_ends));
  EXPECT_FALSE(health.note_deadline(trouble_ends + 1s, trouble_ends));
  EXPECT_FALSE(health.note_deadline(trouble_ends - 100ms, trouble_ends));
  expect_verdicts(health, {{"an HTTP probe", sent(left_before, true), LossReason::timeout, false}});
}

TEST(HostHealth, ExplainsOnlySilenceByDroppedAnswers) {
  const HostHealth health(0s);
  expect_verdicts(health,
                  {{"silence", sent(left_after, false, true), LossReason::timeout, true},
                   {"an error", sent(left_after, false, true), LossReason::unreachable, false}});
}

TEST(HostHealth, ExtendsTheTimeoutOfAProbeThatNeedsTheProcessorByTheTimeItWaited) {
  EXPECT_EQ(HostHealth::timeout_credit({left_after, true, 60ms, false}), 60ms);
  EXPECT_EQ(HostHealth::timeout_credit({left_after, false, 60ms, false}), 0ms);
}

TEST(HostHealth, CountsDroppedAnswers) {
  HostHealth health(0s);
  health.note_dropped_answers(3);
  health.note_dropped_answers(4);
  EXPECT_EQ(health.dropped_answers(), 7U);
}

}  // namespace
}  // namespace peeringd

#include "engine/probe_runner.hpp"

#include <gtest/gtest.h>

#include "support/fake_prober.hpp"
#include "support/manual_clock.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// Two targets, each with its own prober; the timeouts are 2 s and 500 ms.
class ProbeRunnerTest : public testing::Test {
 protected:
  ProbeRunnerTest() {
    targets_.adopt(plan_reload(nullptr, config_, clock_.now()));
    for (const std::uint32_t slot : targets_.order()) {
      targets_[slot].first_tick = 1;  // as the tests number their probes
    }
    prober_.target = 0;
    other_prober_.target = 1;
  }
  ~ProbeRunnerTest() override { expect_balanced(); }

  void launch(std::uint64_t number) { runner_.launch(0, number, prober_, edge_); }
  void launch_other(std::uint64_t number) { runner_.launch(1, number, other_prober_, edge_); }

  void pass(Duration time) {
    clock_.advance(time);
    runner_.expire(clock_.now());
    expect_balanced();
  }

  void expect_balanced() {
    std::uint64_t under_way = 0;
    for (FlightIndex i = 0; i < runner_.flights().size(); ++i) {
      if (runner_.flights()[i].prober != nullptr) ++under_way;
    }
    std::uint64_t counted = 0;
    for (const std::uint32_t slot : targets_.order()) {
      const ProbeCounters& counters = targets_[slot].counters;
      EXPECT_EQ(counters.sent, counters.received + counters.lost_total() + counters.inconclusive +
                                   counters.in_flight);
      counted += counters.in_flight;
    }
    EXPECT_EQ(under_way, counted);
  }

  const ProbeCounters& counters() const { return targets_[0].counters; }
  const ProbeCounters& other_counters() const { return targets_[1].counters; }
  std::uint64_t timeouts() const { return counters().lost[index_of(LossReason::timeout)]; }

  const IpAddress edge_ = boost::asio::ip::make_address("192.0.2.1");
  const std::shared_ptr<const Config> config_ = std::make_shared<const Config>(
      test::config({test::endpoint("edge", "192.0.2.1",
                                   {test::icmp_probe(10s, 2s), test::tcp_probe(443, 10s, 500ms)})},
                   {test::connection("contoso", {test::prefix("203.0.113.0/24")})}));
  test::ManualClock clock_;
  TargetTable targets_;
  ProbeRunner runner_{*config_, targets_, clock_};
  test::FakeProber prober_{runner_, runner_.flights(), clock_};
  test::FakeProber other_prober_{runner_, runner_.flights(), clock_};
};

TEST_F(ProbeRunnerTest, BalancesAtEachStepOfAProbe) {
  launch(1);
  EXPECT_EQ(counters().sent, 1U);
  EXPECT_EQ(counters().in_flight, 1U);
  expect_balanced();
  launch(2);
  launch_other(1);
  EXPECT_EQ(counters().in_flight, 2U);
  expect_balanced();
  prober_.answer(1, 12ms);
  EXPECT_EQ(counters().received, 1U);
  EXPECT_EQ(counters().in_flight, 1U);
  expect_balanced();
  prober_.lose(2, LossReason::refused);
  EXPECT_EQ(counters().lost[index_of(LossReason::refused)], 1U);
  EXPECT_EQ(counters().in_flight, 0U);
  EXPECT_EQ(other_counters().in_flight, 1U) << "each target is counted separately";
  expect_balanced();
  pass(1s);
  EXPECT_EQ(other_counters().in_flight, 0U);
}

TEST_F(ProbeRunnerTest, ReusesTheRecordsOfProbesThatHaveEnded) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    launch(number);
    prober_.answer(number, 12ms);
  }
  EXPECT_EQ(runner_.flights().size(), 1U);
  EXPECT_EQ(counters().received, 100U);
}

TEST_F(ProbeRunnerTest, ExpiresAProbeExactlyAfterItsTimeout) {
  launch(1);
  pass(2s - 1ms);
  EXPECT_EQ(timeouts(), 0U);
  pass(2ms);
  EXPECT_EQ(timeouts(), 1U);
  EXPECT_EQ(counters().in_flight, 0U);
}

TEST_F(ProbeRunnerTest, NotifiesTheProberOfAbandonedProbes) {
  launch(1);
  pass(3s);
  EXPECT_EQ(prober_.abandoned, std::vector<FlightIndex>{0});
  launch(2);
  prober_.answer(2, 12ms);
  EXPECT_EQ(prober_.abandoned.size(), 1U) << "ended probes must not be abandoned";
  launch(3);
  runner_.drop_all();
  EXPECT_EQ(prober_.abandoned.size(), 2U);
  targets_[0].counters = {};  // dropping does not update the counters
}

TEST_F(ProbeRunnerTest, FollowsUpAnAnswerWithTheSameNumber) {
  targets_[0].follower = 1;
  launch(7);
  EXPECT_EQ(other_counters().sent, 0U);
  prober_.answer(7, 12ms);
  EXPECT_EQ(counters().received, 1U);
  EXPECT_EQ(other_counters().in_flight, 1U);
  prober_.target = 1;  // its prober sends both
  prober_.answer(7, 11ms);
  EXPECT_EQ(other_counters().received, 1U);
  EXPECT_EQ(counters().received, 1U);
}

TEST_F(ProbeRunnerTest, DoesNotFollowUpALoss) {
  targets_[0].follower = 1;
  launch(1);
  prober_.lose(1, LossReason::reset);
  launch(2);
  pass(3s);
  EXPECT_EQ(other_counters().sent, 0U);
}

TEST_F(ProbeRunnerTest, StartsAFollowerNowIfItsLeaderWasReadLate) {
  targets_[0].follower = 1;
  launch(1);
  launch(2);
  prober_.leave_unread(1, 12ms);
  prober_.leave_unread(2, 12ms);
  // Both are due and have pending answers: their records are reused by the followers.
  pass(3s);
  EXPECT_EQ(counters().received, 2U);
  EXPECT_EQ(other_counters().in_flight, 2U);
  EXPECT_EQ(other_counters().lost_total(), 0U);
  pass(600ms);
  EXPECT_EQ(other_counters().lost_total(), 2U);
}

TEST_F(ProbeRunnerTest, GivesEachProbeTheTimeoutOfItsTarget) {
  launch(1);
  launch_other(1);
  pass(600ms);
  EXPECT_EQ(other_counters().in_flight, 0U);
  EXPECT_EQ(counters().in_flight, 1U);
  pass(2s);
  EXPECT_EQ(timeouts(), 1U);
}

TEST_F(ProbeRunnerTest, CountsTheTimeoutFromTheDepartureOfTheProbe) {
  launch(1);
  pass(1500ms);
  launch(2);
  pass(600ms);
  EXPECT_EQ(timeouts(), 1U);
  EXPECT_EQ(counters().in_flight, 1U);
}

TEST_F(ProbeRunnerTest, ReturnsTheTimeOfTheNextTimeout) {
  EXPECT_EQ(runner_.next_expiry(), std::nullopt);
  launch(1);
  ASSERT_TRUE(runner_.next_expiry().has_value());
  EXPECT_LE(*runner_.next_expiry(), clock_.now() + 2s + TimingWheel::resolution);
  prober_.answer(1, 12ms);
  EXPECT_EQ(runner_.next_expiry(), std::nullopt);
}

// The process was delayed longer than the timeout; the answer arrived in time and is pending.
TEST_F(ProbeRunnerTest, ReadsAnswersBeforeItExpiresAProbe) {
  launch(1);
  prober_.leave_unread(1, 12ms);
  pass(30s);
  EXPECT_EQ(counters().received, 1U);
  EXPECT_EQ(timeouts(), 0U);
}

TEST_F(ProbeRunnerTest, ReadsTheAnswersOfEachProberOnceHoweverManyProbesAreDue) {
  for (std::uint64_t number = 0; number < 20; ++number) launch(number);
  launch_other(1);
  pass(30s);
  EXPECT_EQ(prober_.drains, 1);
  EXPECT_EQ(other_prober_.drains, 1);
  EXPECT_EQ(timeouts(), 20U);
}

TEST_F(ProbeRunnerTest, DoesNotDrainAProberWithoutDueProbes) {
  launch(1);
  launch_other(1);
  pass(600ms);
  EXPECT_EQ(prober_.drains, 0);
  EXPECT_EQ(other_prober_.drains, 1);
}

TEST_F(ProbeRunnerTest, CountsAnAnswerAfterTheTimeoutAsLostThoughTheProcessWasLate) {
  launch(1);
  prober_.leave_unread(1, 2100ms);
  pass(30s);
  EXPECT_EQ(counters().received, 0U);
  EXPECT_EQ(timeouts(), 1U);
  EXPECT_EQ(counters().late, 1U);
}

TEST_F(ProbeRunnerTest, CountsATimeoutWhileTheProcessWasStoppedAsInconclusive) {
  prober_.cpu_needed = true;
  launch(1);
  pass(2s);  // this process is not late, so it is a real timeout
  EXPECT_EQ(timeouts(), 1U);
  launch(2);
  launch_other(1);
  pass(61s);  // as if by SIGSTOP
  EXPECT_EQ(timeouts(), 1U);
  EXPECT_EQ(counters().inconclusive, 1U);
  EXPECT_EQ(other_counters().lost_total(), 1U) << "the kernel would have had its answer";
  pass(1ms);
  launch(3);
  prober_.lose(3, LossReason::tls);
  EXPECT_EQ(counters().lost_total(), 2U) << "the probe left after the suspension";
}

TEST_F(ProbeRunnerTest, ExtendsTheTimeoutOfAProbeThatNeedsTheProcessorByTheTimeItWaited) {
  prober_.cpu_needed = true;
  clock_.wait_for_cpu(10s);
  pass(0s);
  launch(1);  // after the wait, which must not extend its timeout
  launch(2);
  clock_.wait_for_cpu(60ms);
  pass(2s - 60ms);
  EXPECT_EQ(counters().in_flight, 2U) << "1.94 s of its 2 s have passed on the network";
  prober_.answer(1, 12ms);
  clock_.wait_for_cpu(40ms);
  pass(20ms);
  EXPECT_EQ(counters().in_flight, 1U) << "the process was starved again since then";
  pass(40ms);
  EXPECT_EQ(timeouts(), 1U);
  EXPECT_EQ(counters().inconclusive, 0U);
}

TEST_F(ProbeRunnerTest, ExtendsNoTimeoutOfAProbeThatTheKernelAnswersFor) {
  launch(1);
  clock_.wait_for_cpu(60ms);
  pass(2s - 60ms);
  EXPECT_EQ(timeouts(), 1U);
}

TEST_F(ProbeRunnerTest, CountsAResetWhileTheProcessWasStoppedAsInconclusive) {
  launch(1);
  clock_.advance(61s);
  prober_.lose(1, LossReason::reset);
  EXPECT_EQ(counters().lost_total(), 0U);
  EXPECT_EQ(counters().inconclusive, 1U);
}

TEST_F(ProbeRunnerTest, CountsAnAnswerAfterTheTimeoutAsLateAndTheNextAsDuplicate) {
  launch(1);
  pass(3s);
  prober_.answer(1, 2100ms);
  EXPECT_EQ(counters().late, 1U);
  prober_.answer(1, 2100ms);
  EXPECT_EQ(counters().duplicate, 1U);
  EXPECT_EQ(timeouts(), 1U);
  EXPECT_EQ(counters().received, 0U);
}

TEST_F(ProbeRunnerTest, DoesNotCountAStrayAnswerForALaterProbe) {
  launch(1);
  pass(3s);
  launch(2);  // in the record of the first one
  prober_.answer(1, 2100ms);
  EXPECT_EQ(counters().in_flight, 1U);
  EXPECT_EQ(counters().late, 1U);
  prober_.answer(2, 12ms);
  EXPECT_EQ(counters().received, 1U);
}

TEST_F(ProbeRunnerTest, DoesNotCountALostProbeAgainAtItsTimeout) {
  launch(1);
  prober_.lose(1, LossReason::unreachable);
  pass(30s);
  EXPECT_EQ(counters().lost_total(), 1U);
  EXPECT_EQ(counters().lost[index_of(LossReason::unreachable)], 1U);
}

TEST_F(ProbeRunnerTest, CountsAProbeThatWasNotSentAsAnErrorOnly) {
  prober_.refuses = ErrorReason::permission;
  launch(1);
  EXPECT_EQ(counters().sent, 0U);
  EXPECT_EQ(counters().errors[index_of(ErrorReason::permission)], 1U);
  pass(30s);
  EXPECT_EQ(counters().lost_total(), 0U);
  EXPECT_EQ(runner_.next_expiry(), std::nullopt);
}

TEST_F(ProbeRunnerTest, IgnoresAStrayAnswerOfATargetThatDoesNotExist) {
  ProbeListener& listener = runner_;
  listener.on_stray_answer(2, 1);
  EXPECT_EQ(counters().late + other_counters().late, 0U);
}

TEST_F(ProbeRunnerTest, DropsEveryProbeOnRequest) {
  launch(1);
  launch(2);
  prober_.answer(1, 12ms);
  runner_.drop_all();
  EXPECT_EQ(runner_.next_expiry(), std::nullopt);
  runner_.expire(clock_.now() + 1h);
  EXPECT_EQ(counters().lost_total(), 0U);
  targets_[0].counters.sent -=
      targets_[0].counters.in_flight;  // as documented, it does not balance
  targets_[0].counters.in_flight = 0;
}

TEST_F(ProbeRunnerTest, CountsInterruptedProbesAsInconclusiveAndNotTheirAnswers) {
  launch(1);
  launch_other(1);
  runner_.abandon_all_of({false, true});
  EXPECT_EQ(other_counters().inconclusive, 1U);
  EXPECT_EQ(other_counters().in_flight, 0U);
  EXPECT_EQ(other_prober_.abandoned.size(), 1U);
  EXPECT_EQ(counters().in_flight, 1U) << "the other target must continue";
  prober_.answer(1, 12ms);
  EXPECT_EQ(counters().received, 1U);
  other_prober_.answer(1, 12ms);
  EXPECT_EQ(other_counters().received, 0U);
}

TEST_F(ProbeRunnerTest, IgnoresAnAnswerToAProbeFromBeforeTheTargetStarted) {
  targets_[0].first_tick = 5;
  targets_[0].next_tick = 8;
  runner_.launch(0, 5, prober_, edge_);
  pass(3s);
  ProbeListener& listener = runner_;
  listener.on_stray_answer(0, 4);
  EXPECT_EQ(counters().late + counters().duplicate, 0U);
  listener.on_stray_answer(0, 5);
  EXPECT_EQ(counters().late, 1U);
}

}  // namespace
}  // namespace peeringd

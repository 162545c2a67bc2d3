// Faults of the host are no loss of the network: each test injects one.
#include <gtest/gtest.h>

#include "engine/probe_runner.hpp"
#include "support/fake_prober.hpp"
#include "support/manual_clock.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// One target with a timeout of 2 s. At the end its counters must balance.
class InconclusiveTest : public testing::Test {
 protected:
  InconclusiveTest() { targets_.adopt(plan_reload(nullptr, config_, clock_.now())); }
  ~InconclusiveTest() override {
    EXPECT_EQ(counters().sent, counters().received + counters().lost_total() +
                                   counters().inconclusive + counters().in_flight);
  }

  void launch(std::uint64_t number) { runner_.launch(0, number, prober_, edge_); }
  void pass(Duration time) {
    clock_.advance(time);
    runner_.expire(clock_.now());
  }
  std::size_t samples() {
    std::size_t count = 0;
    targets_[0].window.share(0).visit([&](Duration) { ++count; }, [&] { ++count; });
    return count;
  }
  const ProbeCounters& counters() const { return targets_[0].counters; }

  const IpAddress edge_ = boost::asio::ip::make_address("192.0.2.1");
  const std::shared_ptr<const Config> config_ = std::make_shared<const Config>(
      test::config({test::endpoint("edge", "192.0.2.1", {test::icmp_probe(10s, 2s)})},
                   {test::connection("contoso", {test::prefix("203.0.113.0/24")})}));
  test::ManualClock clock_;
  TargetTable targets_;
  ProbeRunner runner_{*config_, targets_, clock_};
  test::FakeProber prober_{runner_, runner_.flights(), clock_};
};

TEST_F(InconclusiveTest, CountsSilenceWhileAnswersWereDroppedAsInconclusive) {
  launch(1);
  pass(1s);
  ++prober_.dropped;  // perhaps the answer to 1
  launch(2);          // left afterwards
  pass(5s);
  EXPECT_EQ(counters().inconclusive, 1U);
  EXPECT_EQ(counters().lost_total(), 1U) << "the buffer had room all through the second one's time";
  EXPECT_EQ(samples(), 1U);
}

TEST_F(InconclusiveTest, CountsAnErrorAsLossEvenIfAnswersWereDropped) {
  launch(1);
  ++prober_.dropped;
  prober_.lose(1, LossReason::unreachable);
  EXPECT_EQ(counters().lost[index_of(LossReason::unreachable)], 1U);
  EXPECT_EQ(counters().inconclusive, 0U);
}

TEST_F(InconclusiveTest, CountsSilenceDuringASuspensionAsInconclusive) {
  launch(1);
  clock_.suspend(8h);
  pass(3s);
  EXPECT_EQ(counters().inconclusive, 1U);
  EXPECT_EQ(counters().lost_total(), 0U);
  pass(1ms);
  launch(2);
  pass(3s);
  EXPECT_EQ(counters().lost_total(), 1U) << "the host has not been suspended since";
  EXPECT_EQ(samples(), 1U);
}

TEST_F(InconclusiveTest, CountsAFailureAtResumeAsInconclusive) {
  launch(1);
  clock_.suspend(1min);
  prober_.lose(1, LossReason::unreachable);  // its link is not up yet
  EXPECT_EQ(counters().inconclusive, 1U);
  EXPECT_EQ(counters().lost_total(), 0U);
}

TEST_F(InconclusiveTest, CountsAnAnswerDespiteASuspension) {
  launch(1);
  clock_.suspend(1min);
  prober_.answer(1, 12ms);
  EXPECT_EQ(counters().received, 1U);
  EXPECT_EQ(counters().inconclusive, 0U);
}

TEST_F(InconclusiveTest, DoesNotTakeAClockStepForASuspension) {
  for (const Duration step : {Duration{-24h}, Duration{24h}}) {
    launch(1);
    clock_.step_wall(step);
    pass(3s);
  }
  EXPECT_EQ(counters().inconclusive, 0U);
  EXPECT_EQ(counters().lost_total(), 2U);
}

// As when a hypervisor pauses the machine: answers arrive when it runs again.
TEST_F(InconclusiveTest, CountsALateAnswerAfterAStallOfTheMachineAsInconclusive) {
  launch(1);
  prober_.leave_unread(1, 3s - 1ms);
  pass(3s);
  EXPECT_EQ(counters().inconclusive, 1U);
  EXPECT_EQ(counters().lost_total(), 0U);
  EXPECT_EQ(counters().late, 1U) << "the far side did answer";
  EXPECT_EQ(samples(), 0U);
  pass(1ms);
  launch(2);
  prober_.leave_unread(2, 2s + 40ms);
  pass(2s + 50ms);
  EXPECT_EQ(counters().lost_total(), 1U) << "nothing stood still";
}

TEST_F(InconclusiveTest, CountsALateAnswerThatTheLoopReadsFirstInTheSameWay) {
  launch(1);
  clock_.advance(3s);
  prober_.answer(1, 3s - 1ms);
  EXPECT_EQ(counters().inconclusive, 1U);
  EXPECT_EQ(counters().lost_total(), 0U);
}

TEST_F(InconclusiveTest, CountsARetransmissionAfterAStallOfTheMachineAsInconclusive) {
  launch(1);
  clock_.advance(3s);
  prober_.lose(1, LossReason::timeout);  // answered, but after a retransmission
  EXPECT_EQ(counters().inconclusive, 1U);
  EXPECT_EQ(counters().lost_total(), 0U);
  pass(1ms);
  launch(2);
  clock_.advance(1s);
  prober_.lose(2, LossReason::timeout);
  EXPECT_EQ(counters().lost_total(), 1U);
}

TEST_F(InconclusiveTest, CountsAnsweredProbesThoughTheProcessIsASecondLate) {
  launch(1);
  prober_.leave_unread(1, 12ms);
  pass(2s + 1s);
  EXPECT_EQ(counters().received, 1U);
  EXPECT_EQ(counters().lost_total() + counters().inconclusive, 0U);
}

}  // namespace
}  // namespace peeringd

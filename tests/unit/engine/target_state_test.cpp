#include "engine/target_state.hpp"

#include <gtest/gtest.h>

#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

const MonotonicTime created{1000h};

class TargetStateTest : public testing::Test {
 protected:
  // Samples in the window, oldest first; a lost one is -1 ns.
  std::vector<Duration> samples() {
    std::vector<Duration> all;
    state_.window.share(0).visit([&](Duration round_trip) { all.push_back(round_trip); },
                                 [&] { all.push_back(-1ns); });
    return all;
  }
  void answer(std::uint64_t number, Duration round_trip) {
    record_sent(state_.counters);
    record_answer(state_, number, round_trip, config_.rtt_buckets);
  }
  void lose(std::uint64_t number) {
    record_sent(state_.counters);
    record_loss(state_, number, LossReason::timeout);
  }
  std::uint64_t timeouts() const { return state_.counters.lost[index_of(LossReason::timeout)]; }

  const Config config_ =
      test::config({test::endpoint("edge", "192.0.2.1", {test::icmp_probe(10s, 2s)})},
                   {test::connection("contoso", {test::prefix("203.0.113.0/24")})});
  TargetState state_ = make_target_state(config_, Target{}, created);
};

TEST_F(TargetStateTest, IsDueWithinItsFirstInterval) {
  const MonotonicTime first = instant_of(state_.cadence, state_.next_tick);
  EXPECT_GE(first, created);
  EXPECT_LT(first, created + 10s);
}

TEST_F(TargetStateTest, IsFirstDueAfterItsStartHoweverLateThatIs) {
  begin_series(state_, created + 25s);
  const MonotonicTime first = instant_of(state_.cadence, state_.next_tick);
  EXPECT_GE(first, created + 25s);
  EXPECT_LT(first, created + 35s);
  EXPECT_EQ(state_.window.share(state_.next_tick).due(), 1U);
}

TEST_F(TargetStateTest, SizesItsWindowByItsDuration) {
  EXPECT_EQ(state_.window.capacity(), 30U);  // 5 min of 10 s
}

TEST_F(TargetStateTest, RoundsAWindowThatIsNotAMultipleOfTheInterval) {
  Config odd = config_;
  odd.endpoints[0].probes = {test::icmp_probe(7s, 2s)};
  EXPECT_EQ(make_target_state(odd, Target{}, created).window.capacity(), 43U);
  odd.window = odd.endpoints[0].probes[0].interval;
  EXPECT_EQ(make_target_state(odd, Target{}, created).window.capacity(), 1U);
}

TEST_F(TargetStateTest, RecordsAnAnswerInCountersHistogramAndWindow) {
  answer(100, 12ms);
  EXPECT_EQ(state_.counters.received, 1U);
  EXPECT_EQ(state_.counters.in_flight, 0U);
  EXPECT_EQ(state_.counters.lost_total(), 0U);
  EXPECT_EQ(state_.round_trips.count(), 1U);
  EXPECT_EQ(state_.round_trips.sum(), 12ms);
  EXPECT_EQ(samples(), (std::vector<Duration>{12ms}));
}

TEST_F(TargetStateTest, CountsAnAnswerAtTheTimeoutAsReceived) {
  answer(100, 2s);
  EXPECT_EQ(state_.counters.received, 1U);
  EXPECT_EQ(state_.counters.late, 0U);
}

TEST_F(TargetStateTest, CountsASlowerAnswerAsLostAndLate) {
  answer(100, 2s + 1ns);
  EXPECT_EQ(state_.counters.received, 0U);
  EXPECT_EQ(state_.counters.late, 1U);
  EXPECT_EQ(timeouts(), 1U);
  EXPECT_EQ(state_.counters.in_flight, 0U);
  EXPECT_EQ(state_.round_trips.count(), 0U);
  EXPECT_EQ(samples(), (std::vector<Duration>{-1ns}));
}

TEST_F(TargetStateTest, RecordsALossInCountersAndWindowAndNotInTheHistogram) {
  lose(100);
  EXPECT_EQ(timeouts(), 1U);
  EXPECT_EQ(state_.round_trips.count(), 0U);
  EXPECT_EQ(samples(), (std::vector<Duration>{-1ns}));
}

TEST_F(TargetStateTest, CountsTheAnswerToALostProbeAsLateOnceAndThenAsDuplicate) {
  lose(100);
  record_stray_answer(state_, 100);
  EXPECT_EQ(state_.counters.late, 1U);
  record_stray_answer(state_, 100);
  EXPECT_EQ(state_.counters.late, 1U);
  EXPECT_EQ(state_.counters.duplicate, 1U);
  EXPECT_EQ(timeouts(), 1U) << "the probe must stay lost";
  EXPECT_EQ(samples(), (std::vector<Duration>{-1ns}));
}

TEST_F(TargetStateTest, CountsAFurtherAnswerAsDuplicate) {
  answer(100, 12ms);
  record_stray_answer(state_, 100);
  EXPECT_EQ(state_.counters.duplicate, 1U);
  EXPECT_EQ(state_.counters.late, 0U);
  EXPECT_EQ(state_.counters.received, 1U);
}

TEST_F(TargetStateTest, CountsAFurtherAnswerToALateOneAsDuplicate) {
  answer(100, 3s);
  record_stray_answer(state_, 100);
  EXPECT_EQ(state_.counters.late, 1U);
  EXPECT_EQ(state_.counters.duplicate, 1U);
}

TEST_F(TargetStateTest, ShowsOnlySamplesInsideTheWindowInASnapshot) {
  const std::uint64_t number = last_tick_until(state_.cadence, created);
  answer(number, 12ms);
  answer(number + 1, 13ms);
  const auto answered_at = [&](MonotonicTime now) {
    std::vector<Duration> all;
    snapshot_of(state_, now).window.visit([&](Duration rtt) { all.push_back(rtt); }, [] {});
    return all;
  };
  const MonotonicTime first = instant_of(state_.cadence, number);
  EXPECT_EQ(answered_at(first + 10s), (std::vector<Duration>{12ms, 13ms}));
  EXPECT_EQ(answered_at(first + 5min - 1ns), (std::vector<Duration>{12ms, 13ms}));
  EXPECT_EQ(answered_at(first + 5min), (std::vector<Duration>{13ms}));
  EXPECT_EQ(answered_at(first + 1h), (std::vector<Duration>{}));
}

TEST_F(TargetStateTest, LeavesASnapshotAsItWasTaken) {
  const std::uint64_t number = last_tick_until(state_.cadence, created);
  answer(number, 12ms);
  const TargetSnapshot snapshot = snapshot_of(state_, created);
  answer(number + 1, 130ms);
  lose(number + 2);
  std::vector<Duration> in_snapshot;
  snapshot.window.visit([&](Duration rtt) { in_snapshot.push_back(rtt); }, [] {});
  EXPECT_EQ(in_snapshot, (std::vector<Duration>{12ms}));
  EXPECT_EQ(snapshot.round_trips.count(), 1U);
  EXPECT_EQ(snapshot.counters.received, 1U);
  EXPECT_EQ(samples(), (std::vector<Duration>{12ms, 130ms, -1ns}));
}

TEST_F(TargetStateTest, ShowsTheAddressThatIsProbedAsLongAsItIsUsable) {
  EXPECT_FALSE(snapshot_of(state_, created).address.has_value());
  auto host = std::make_shared<NameEntry>();
  host->record.address = boost::asio::ip::make_address("192.0.2.1");
  host->record.usable_until = created + 1h;
  state_.host = host;
  EXPECT_EQ(snapshot_of(state_, created).address, boost::asio::ip::make_address("192.0.2.1"));
  EXPECT_FALSE(snapshot_of(state_, created + 2h).address.has_value());
}

}  // namespace
}  // namespace peeringd

#include "history/minute_accumulator.hpp"

#include <gtest/gtest.h>

#include "unit/history/simulated_run.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

class MinuteAccumulatorTest : public testing::Test {
 protected:
  std::vector<TargetRecord> take() {
    minute_.add(run_.take_batch());
    return minute_.take(run_.snapshot());
  }

  test::ManualClock clock_;
  test::SimulatedRun run_{clock_};
  MinuteAccumulator minute_;
};

TEST_F(MinuteAccumulatorTest, RecordsMeasurementsSinceTheLastMinute) {
  run_.answer(0, 10ms);
  run_.answer(0, 12ms);
  run_.lose(0);
  const auto first = take();
  ASSERT_EQ(first.size(), 1U) << "the other connections did not change";
  EXPECT_EQ(first[0].target->key, run_.key(0));
  EXPECT_EQ(first[0].record.sent, 3U);
  EXPECT_EQ(first[0].record.received, 2U);
  EXPECT_EQ(first[0].record.lost_total(), 1U);
  EXPECT_EQ(first[0].record.jitter(), 2ms);
  EXPECT_EQ(first[0].record.round_trips.count(), 2U);

  run_.answer(0, 15ms);
  const auto second = take();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].record.sent, 1U);
  EXPECT_EQ(second[0].record.round_trips.count(), 1U);
  EXPECT_EQ(second[0].record.jitter(), 3ms) << "the answer before belongs to the minute before";
}

TEST_F(MinuteAccumulatorTest, SumsToTheCountersOfTheDaemon) {
  PeriodRecord sum;
  for (int i = 0; i < 60; ++i) {
    run_.probe_all();
    if (i % 6 != 5) continue;
    for (const TargetRecord& record : take()) sum += record.record;
  }
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  for (const TargetSnapshot& target : run_.snapshot().targets) {
    sent += target.counters.sent;
    received += target.counters.received;
  }
  EXPECT_EQ(sum.sent, sent);
  EXPECT_EQ(sum.received, received);
  EXPECT_EQ(sum.round_trips.count(), received);
}

TEST_F(MinuteAccumulatorTest, RecordsTheLastProbesOfATargetThatEnds) {
  run_.answer(1, 10ms);
  const TargetKey key = run_.key(1);
  run_.remove(1);
  const auto records = take();
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].target->key, key);
  EXPECT_EQ(records[0].record.received, 1U);
  EXPECT_TRUE(take().empty());
}

TEST_F(MinuteAccumulatorTest, IgnoresASnapshotFromBeforeTheEndOfATarget) {
  run_.answer(1, 10ms);
  const Snapshot before = run_.snapshot();
  run_.remove(1);
  minute_.add(run_.take_batch());
  EXPECT_EQ(minute_.take(before).size(), 1U);
  EXPECT_TRUE(minute_.take(before).empty());
  EXPECT_TRUE(take().empty());
}

TEST_F(MinuteAccumulatorTest, RecordsNoLossOfATargetThatNeedNotAnswer) {
  run_.snapshot().targets[0].unknown = true;
  run_.lose(0);
  EXPECT_TRUE(take().empty());
  TargetSnapshot& target = run_.snapshot().targets[0];
  target.unknown = false;
  target.counters = {};  // its first answer begins the counters anew
  run_.answer(0, 10ms);
  const auto records = take();
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].record.sent, 1U);
  EXPECT_EQ(records[0].record.lost_total(), 0U);
}

TEST_F(MinuteAccumulatorTest, RecordsInWhichGroupsATargetCounts) {
  Config config = test::simulated_config(1);
  config.endpoints[1].probes[0].options = DnsOptions{};
  config.endpoints[1].probes.pop_back();
  test::SimulatedRun run(clock_, std::move(config));
  for (std::size_t i = 0; i < run.snapshot().targets.size(); ++i) run.answer(i, 10ms);
  minute_.add(run.take_batch());
  const auto records = minute_.take(run.snapshot());
  ASSERT_EQ(records.size(), 3U);
  EXPECT_TRUE(records[0].target->counts_in_path);
  EXPECT_TRUE(records[0].target->counts_in_prefix);
  EXPECT_TRUE(records[2].target->counts_in_path) << "the path has no other endpoint";
  EXPECT_FALSE(records[2].target->counts_in_prefix) << "it measures a resolver";
}

TEST_F(MinuteAccumulatorTest, CountsEveryAnswerOfAFastTarget) {
  for (int i = 0; i < 5000; ++i) run_.answer(0, std::chrono::milliseconds{10 + i % 7});
  const auto records = take();
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].record.round_trips.count(), 5000U);
  EXPECT_EQ(records[0].record.round_trips.buckets().size(), 7U);
  EXPECT_TRUE(take().empty()) << "no record may remain";
}

}  // namespace
}  // namespace peeringd

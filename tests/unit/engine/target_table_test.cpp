// Targets and their slots over successive configurations.
#include "engine/target_table.hpp"

#include <gtest/gtest.h>

#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

using Names = std::vector<std::string>;
using Slots = std::vector<std::uint32_t>;

class TargetTableTest : public testing::Test {
 protected:
  TargetTableTest() { use(config({"a", "b", "c"})); }

  // A target for each name, in this order.
  static Config config(const Names& names, Duration interval = 10s) {
    std::vector<ConnectionConfig> connections;
    for (const std::string& name : names) {
      connections.push_back(test::connection(name, {test::prefix("203.0.113.0/24")}));
    }
    return test::config({test::endpoint("edge", "192.0.2.1", {test::icmp_probe(interval, 2s)})},
                        std::move(connections));
  }

  TargetTable::Change use(Config next) {
    auto after = std::make_shared<const Config>(std::move(next));
    auto change = table_.adopt(plan_reload(config_, after, now_));
    config_ = std::move(after);
    return change;
  }

  TargetState& state(std::size_t position) { return table_[table_.order()[position]]; }

  void answer(std::size_t position, std::uint64_t number) {
    record_sent(state(position).counters);
    record_answer(state(position), number, 12ms, config_->rtt_buckets);
  }

  static std::size_t samples(TargetState& state) {
    std::size_t count = 0;
    state.window.share(0).visit([&](Duration) { ++count; }, [&] { ++count; });
    return count;
  }

  Slots order() const { return {table_.order().begin(), table_.order().end()}; }

  const MonotonicTime now_{1000h};
  std::shared_ptr<const Config> config_;
  TargetTable table_;
};

TEST_F(TargetTableTest, KeepsEveryTargetInItsSlot) {
  answer(2, 100);
  const auto change = use(config({"c", "a", "b"}));
  EXPECT_EQ(order(), (Slots{2, 0, 1}));
  EXPECT_TRUE(change.begun.empty());
  EXPECT_TRUE(change.ended.empty());
  EXPECT_EQ(state(0).counters.received, 1U);
  EXPECT_EQ(samples(state(0)), 1U);
  EXPECT_EQ(name_of(*config_, state(0).target), "c/203.0.113.0/24/edge/icmp");
  EXPECT_EQ(state(0).options, &config_->endpoints[0].probes[0].options) << "of the configuration";
}

TEST_F(TargetTableTest, ReusesAFreeSlotForALaterPlanOnly) {
  const auto change = use(config({"a", "x", "c"}));
  EXPECT_EQ(change.ended, (Slots{1}));
  EXPECT_EQ(change.begun, (Slots{3}));
  EXPECT_EQ(order(), (Slots{0, 3, 2}));
  EXPECT_EQ(use(config({"a", "x", "c", "y"})).begun, (Slots{1}));
  EXPECT_EQ(table_.slot_count(), 4U);
}

TEST_F(TargetTableTest, DoesNotGrowWhenConfigurationsAlternate) {
  for (int i = 0; i < 100; ++i) use(config(i % 2 == 0 ? Names{"x", "y", "z"} : Names{"a", "b"}));
  EXPECT_LE(table_.slot_count(), 6U);
}

TEST_F(TargetTableTest, KeepsCountersWhenTheProbesChange) {
  answer(1, 100);
  const auto change = use(config({"a", "b", "c"}, 5s));
  EXPECT_EQ(change.begun, (Slots{0, 1, 2}));
  EXPECT_EQ(order(), (Slots{0, 1, 2}));
  EXPECT_EQ(state(1).counters.received, 1U);
  EXPECT_EQ(state(1).round_trips.count(), 1U);
  EXPECT_EQ(samples(state(1)), 0U) << "the window must restart, as the probe numbers differ";
  EXPECT_EQ(state(1).cadence.interval, 5s);
  EXPECT_EQ(state(1).window.capacity(), 60U);
}

TEST_F(TargetTableTest, RestartsTheHistogramIfItsBoundsChange) {
  answer(1, 100);
  Config next = config({"a", "b", "c"});
  next.rtt_buckets = {5ms, 50ms};
  use(std::move(next));
  EXPECT_EQ(state(1).round_trips.count(), 0U);
  EXPECT_EQ(state(1).round_trips.size(), 3U);
  EXPECT_EQ(state(1).counters.received, 1U);
  EXPECT_EQ(samples(state(1)), 1U);
}

TEST_F(TargetTableTest, KeepsTheSamplesThatFitIntoAnotherWindow) {
  for (std::uint64_t number = 101; number <= 110; ++number) answer(1, number);
  Config shorter = config({"a", "b", "c"});
  shorter.window = 50s;
  use(shorter);
  EXPECT_EQ(state(1).window.capacity(), 5U);
  EXPECT_EQ(samples(state(1)), 5U);
  use(config({"a", "b", "c"}));
  EXPECT_EQ(state(1).window.capacity(), 30U);
  EXPECT_EQ(samples(state(1)), 5U);
}

TEST_F(TargetTableTest, ReportsTheLastCountersOfATargetThatEnds) {
  answer(1, 100);
  const SeriesId series = state(1).series;
  const auto change = use(config({"a", "c"}));
  ASSERT_EQ(change.ended_series.size(), 1U);
  EXPECT_EQ(change.ended_series[0].series, series);
  EXPECT_EQ(change.ended_series[0].counters.received, 1U);
  EXPECT_EQ(name_of(*change.ended_series[0].config, change.ended_series[0].target),
            "b/203.0.113.0/24/edge/icmp");
  use(config({"a", "b", "c"}));
  EXPECT_NE(state(1).series, series) << "its counters must restart";
}

TEST_F(TargetTableTest, KeepsTheSeriesOfCountersThatContinue) {
  answer(1, 100);
  const SeriesId series = state(1).series;
  EXPECT_TRUE(use(config({"c", "b", "a"}, 5s)).ended_series.empty());
  EXPECT_EQ(state(1).series, series);
  EXPECT_NE(state(0).series, state(2).series);
}

TEST_F(TargetTableTest, AcceptsNoAnswersForAFreeSlot) {
  use(config({"a", "c"}));
  const TargetState& free = table_[1];
  EXPECT_EQ(free.first_tick, free.next_tick) << "no number lies between";
}

TEST_F(TargetTableTest, CountsNoLossOfAnotherRelayUntilItAnswers) {
  const auto relay = [](const char* host, Duration interval) {
    return test::config({test::endpoint("relay", host, {{StunOptions{}, interval, 2s, "stun"}})},
                        {test::connection("a", {test::prefix("203.0.113.0/24")})});
  };
  use(relay("192.0.2.5", 10s));
  answer(0, 100);
  ASSERT_FALSE(state(0).unknown);
  use(relay("192.0.2.5", 5s));
  EXPECT_FALSE(state(0).unknown) << "it has answered before, at another interval";
  use(relay("192.0.2.6", 5s));
  EXPECT_TRUE(state(0).unknown);
  answer(0, 500);
  const ProbeCounters& counters = state(0).counters;
  EXPECT_EQ(counters.sent, 1U);
  EXPECT_EQ(counters.received, 1U) << "its counters start with its first answer";
  EXPECT_EQ(counters.in_flight, 0U);
  EXPECT_EQ(state(0).round_trips.count(), 1U);
}

TEST_F(TargetTableTest, MarksTheSlotsWhoseFlightsMustBeAbandoned) {
  auto after = std::make_shared<const Config>(config({"c", "x"}));
  EXPECT_EQ(table_.interrupted_slots(plan_reload(config_, after, now_)),
            (std::vector<bool>{true, true, false}));
}

}  // namespace
}  // namespace peeringd

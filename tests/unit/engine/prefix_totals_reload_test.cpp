// The totals of a prefix over successive configurations: they never go back while it stays.
#include <gtest/gtest.h>

#include "engine/target_table.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

class PrefixTotalsReloadTest : public testing::Test {
 protected:
  // An endpoint for each host, at one prefix per name.
  static Config config(const std::vector<std::string>& connections,
                       const std::vector<std::string>& hosts) {
    std::vector<ConnectionConfig> all;
    for (const std::string& name : connections) {
      all.push_back(test::connection(name, {test::prefix("203.0.113.0/24")}));
      all.back().endpoints.clear();
      for (std::uint32_t i = 0; i < hosts.size(); ++i) all.back().endpoints.push_back(i);
    }
    std::vector<EndpointConfig> endpoints;
    for (const std::string& host : hosts) {
      endpoints.push_back(test::endpoint("at-" + host, host, {test::icmp_probe(10s, 2s)}));
    }
    return test::config(std::move(endpoints), std::move(all));
  }

  void use(Config next) {
    auto after = std::make_shared<const Config>(std::move(next));
    table_.adopt(plan_reload(config_, after, now_));
    config_ = std::move(after);
  }

  void answer(std::size_t position, std::uint64_t number) {
    TargetState& state = table_[table_.order()[position]];
    record_sent(state.counters);
    if (record_answer(state, number, 12ms, config_->rtt_buckets)) {
      table_.add_to_prefix(state, 12ms);
    }
  }

  void lose(std::size_t position, std::uint64_t number) {
    TargetState& state = table_[table_.order()[position]];
    record_sent(state.counters);
    record_loss(state, number, LossReason::timeout);
  }

  const PrefixTotals& totals(std::size_t prefix) const { return table_.prefix_totals()[prefix]; }

  const MonotonicTime now_{1000h};
  std::shared_ptr<const Config> config_;
  TargetTable table_;
};

TEST_F(PrefixTotalsReloadTest, CountsTheProbesOfThePrefixOfATarget) {
  use(config({"a", "b"}, {"192.0.2.1", "192.0.2.2"}));
  answer(0, 100);
  answer(1, 100);
  answer(2, 100);
  EXPECT_EQ(totals(0).round_trips.count(), 2U);
  EXPECT_EQ(totals(1).round_trips.count(), 1U);
  EXPECT_EQ(totals(0).round_trips.sum(), 24ms);
}

TEST_F(PrefixTotalsReloadTest, KeepsTheProbesOfARemovedTarget) {
  use(config({"a"}, {"192.0.2.1", "192.0.2.2"}));
  answer(0, 100);
  answer(1, 100);
  lose(1, 101);
  use(config({"a"}, {"192.0.2.1"}));
  EXPECT_EQ(totals(0).round_trips.count(), 2U);
  EXPECT_EQ(totals(0).ended.sent, 2U);
  EXPECT_EQ(totals(0).ended.received, 1U);
  EXPECT_EQ(totals(0).ended.lost[index_of(LossReason::timeout)], 1U);
  EXPECT_EQ(totals(0).ended.in_flight, 0U);
}

TEST_F(PrefixTotalsReloadTest, FollowsAPrefixThatMovesInTheConfiguration) {
  use(config({"a", "b"}, {"192.0.2.1"}));
  answer(1, 100);
  use(config({"x", "b", "a"}, {"192.0.2.1"}));
  EXPECT_EQ(totals(0).round_trips.count(), 0U);
  EXPECT_EQ(totals(1).round_trips.count(), 1U);
  EXPECT_EQ(totals(2).round_trips.count(), 0U);
  answer(1, 101);
  EXPECT_EQ(totals(1).round_trips.count(), 2U);
}

TEST_F(PrefixTotalsReloadTest, RestartsForAPrefixThatWasRemoved) {
  use(config({"a", "b"}, {"192.0.2.1"}));
  answer(1, 100);
  use(config({"a"}, {"192.0.2.1"}));
  use(config({"a", "b"}, {"192.0.2.1"}));
  EXPECT_EQ(totals(1).round_trips.count(), 0U);
  EXPECT_EQ(totals(1).ended.sent, 0U);
}

TEST_F(PrefixTotalsReloadTest, DoesNotDependOnTheConfiguredBuckets) {
  use(config({"a"}, {"192.0.2.1"}));
  answer(0, 100);
  Config next = config({"a"}, {"192.0.2.1"});
  next.rtt_buckets = {5ms, 50ms};
  use(std::move(next));
  EXPECT_EQ(totals(0).round_trips.count(), 1U);
  EXPECT_EQ(totals(0).round_trips.size(), prefix_rtt_bounds().size() + 1);
}

TEST_F(PrefixTotalsReloadTest, KeepsTheCountersOfARelayThatMoves) {
  const auto relay = [](const char* host) {
    return test::config({test::endpoint("relay", host, {{StunOptions{}, 10s, 2s, "stun"}})},
                        {test::connection("a", {test::prefix("203.0.113.0/24")})});
  };
  use(relay("192.0.2.5"));
  answer(0, 100);
  use(relay("192.0.2.6"));  // not known to answer yet, so its own counters begin again
  EXPECT_EQ(totals(0).ended.received, 1U);
  lose(0, 200);
  use(relay("192.0.2.7"));
  EXPECT_EQ(totals(0).ended.sent, 1U) << "its silence must not count as loss";
  EXPECT_EQ(totals(0).ended.lost_total(), 0U);
}

TEST_F(PrefixTotalsReloadTest, ExcludesResolvers) {
  use(test::config(
      {test::endpoint("edge", "192.0.2.1", {{DnsOptions{.name = "example.net"}, 10s, 2s, "dns"}})},
      {test::connection("a", {test::prefix("203.0.113.0/24")})}));
  answer(0, 100);
  EXPECT_EQ(totals(0).round_trips.count(), 0U);
}

}  // namespace
}  // namespace peeringd

// The counters of a prefix are the sums of those of its targets of the Microsoft edge.
#include <gtest/gtest.h>

#include "rollup/roll_up.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

Config with_a_relay_and_a_resolver() {
  const ProbeConfig stun{StunOptions{}, 10s, 2s, "stun"};
  const ProbeConfig dns{DnsOptions{.name = "example.net"}, 10s, 2s, "dns"};
  return config({endpoint("edge", "192.0.2.1", {icmp_probe(), tcp_probe(80), stun, dns})},
                {connection("seattle", {prefix("203.0.113.0/24"), prefix("198.51.100.0/24")})});
}

TEST(PrefixTotalsRollup, AddTheTargetsOfThePrefix) {
  Snapshot snapshot = blank_snapshot(with_a_relay_and_a_resolver());
  answer(snapshot.targets[0], 1, 3, 10ms);
  answer(snapshot.targets[1], 1, 1, 20ms);
  lose(snapshot.targets[1], 2, 1);
  record_sent(snapshot.targets[1].counters);
  answer(snapshot.targets[4], 1, 7, 10ms);
  const Rollup rollup = roll_up(snapshot);
  const ProbeCounters& totals = rollup.prefixes[0].totals.value();
  EXPECT_EQ(totals.sent, 6U);
  EXPECT_EQ(totals.received, 4U);
  EXPECT_EQ(totals.lost[index_of(LossReason::timeout)], 1U);
  EXPECT_EQ(totals.in_flight, 1U);
  EXPECT_EQ(rollup.prefixes[1].totals.value().received, 7U);
}

TEST(PrefixTotalsRollup, ExcludeResolversAndTargetsThatNeverAnswered) {
  Snapshot snapshot = blank_snapshot(with_a_relay_and_a_resolver());
  snapshot.targets[2].unknown = true;
  record_sent(snapshot.targets[2].counters);
  answer(snapshot.targets[3], 1, 5, 1ms);
  const ProbeCounters totals = roll_up(snapshot).prefixes[0].totals.value();
  EXPECT_EQ(totals.sent, 0U);
  EXPECT_EQ(totals.in_flight, 0U);
}

TEST(PrefixTotalsRollup, ContainRemovedTargets) {
  Snapshot snapshot = blank_snapshot(with_a_relay_and_a_resolver());
  answer(snapshot.targets[0], 1, 2, 10ms);
  record_sent(snapshot.prefixes[0].totals.ended);
  record_received(snapshot.prefixes[0].totals.ended);
  EXPECT_EQ(roll_up(snapshot).prefixes[0].totals.value().received, 3U);
}

TEST(PrefixTotalsRollup, AreAbsentWhileUnknown) {
  const ProbeConfig stun{StunOptions{}, 10s, 2s, "stun"};
  Snapshot snapshot = blank_snapshot(config({endpoint("relay", "192.0.2.1", {stun})},
                                            {connection("seattle", {prefix("203.0.113.0/24")})}));
  snapshot.targets[0].unknown = true;
  EXPECT_FALSE(roll_up(snapshot).prefixes[0].totals);
}

}  // namespace
}  // namespace peeringd

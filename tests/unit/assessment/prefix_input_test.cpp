// The signals of a prefix, and the reasons for missing values.
#include <gtest/gtest.h>

#include "assessment/subject.hpp"
#include "reachability/reach_monitor.hpp"
#include "rollup/roll_up.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

Snapshot of_three_endpoints() {
  AlertConfig alerts;
  alerts.loss.warning = 0.01;
  alerts.egress_mismatch = Severity::critical;
  alerts.min_samples = 5;
  ConnectionConfig seattle = connection("seattle", {prefix("203.0.113.0/24")});
  seattle.endpoints = {0, 1, 2};
  seattle.prefixes[0].alerts = alerts;
  return blank_snapshot(config({endpoint("edge", "192.0.2.1", {icmp_probe()}),
                                endpoint("relay", "192.0.2.2", {icmp_probe()}),
                                endpoint("other", "192.0.2.3", {icmp_probe()})},
                               {seattle}));
}

std::optional<Reading> reading_of(const Snapshot& snapshot, Signal signal) {
  const Rollup rollup = roll_up(snapshot);
  const ReachReport reach = ReachMonitor().update(snapshot, rollup);
  const AlertInput all{snapshot, rollup, reach, WallTime{}};
  SeenAddresses seen;
  const SubjectInput prefix = prefix_input(all, 0, seen);
  for (const SignalInput& input : prefix.signals) {
    if (input.signal == signal) return input.reading;
  }
  return std::nullopt;
}

TEST(PrefixSignals, UseTheMeanLossOfTheEndpoints) {
  Snapshot snapshot = of_three_endpoints();
  answer(snapshot.targets[0], 1, 3, 10ms);
  lose(snapshot.targets[1], 1, 15);
  answer(snapshot.targets[1], 16, 15, 10ms);
  answer(snapshot.targets[2], 1, 2, 10ms);
  EXPECT_DOUBLE_EQ(*reading_of(snapshot, Signal::loss)->value, 0.5 / 3);
}

TEST(PrefixSignals, AreAbsentIfMostEndpointsWereNotMeasured) {
  Snapshot snapshot = of_three_endpoints();
  answer(snapshot.targets[1], 1, 30, 10ms);  // more than the two others have due
  for (const std::size_t missed : {0U, 2U}) snapshot.targets[missed].window.advance(10);
  const auto reading = reading_of(snapshot, Signal::loss);
  EXPECT_FALSE(reading->value);
  EXPECT_EQ(reading->note,
            "67% of the due probes were not measured by this host (mean over the endpoints)");
}

TEST(EgressSignal, IsAbsentWithoutAConfirmedAddress) {
  Snapshot snapshot = of_three_endpoints();
  TargetObservations observations;
  observations.last_seen_from =
      SeenFrom{boost::asio::ip::make_address("198.51.100.7"), snapshot.taken_at};
  observations.unconfirmed_addresses = 1;
  set_observations(snapshot.targets[0], observations);
  EXPECT_FALSE(reading_of(snapshot, Signal::egress_mismatch));
  observations.seen_from =
      SeenFrom{boost::asio::ip::make_address("203.0.113.7"), snapshot.taken_at - 6min};
  set_observations(snapshot.targets[0], observations);
  const auto reading = reading_of(snapshot, Signal::egress_mismatch);
  ASSERT_TRUE(reading);
  EXPECT_FALSE(reading->value);
  EXPECT_EQ(reading->note, "STUN servers have confirmed no address within the window");
}

// Two endpoints with names, whose lookups have failed for `failing`.
Snapshot with_names(std::size_t failing, Duration lasted, std::optional<Duration> usable_for) {
  ConnectionConfig seattle = connection("seattle", {prefix("203.0.113.0/24")});
  seattle.endpoints = {0, 1};
  seattle.prefixes[0].alerts.loss.warning = 0.01;
  Snapshot snapshot = blank_snapshot(config(
      {endpoint("a", "a.example", {icmp_probe()}), endpoint("b", "b.example", {icmp_probe()})},
      {seattle}));
  for (std::size_t t = 0; t < 2; ++t) {
    snapshot.targets[t].names.needed = true;
    if (t >= failing) continue;
    snapshot.targets[t].names.failing_since = snapshot.taken_at - lasted;
    if (usable_for) snapshot.targets[t].names.usable_until = snapshot.taken_at + *usable_for;
  }
  return snapshot;
}

TEST(ResolveSignal, WarnsAfterFiveMinutesOnTheLastAnswers) {
  EXPECT_EQ(reading_of(with_names(0, 0s, {}), Signal::resolve)->value, 0);
  EXPECT_EQ(reading_of(with_names(2, 5min - 1s, 1h), Signal::resolve)->value, 0);
  const auto reading = reading_of(with_names(2, 5min, 1h), Signal::resolve);
  EXPECT_EQ(reading->value, 1);
  EXPECT_EQ(reading->note, "DNS: 2 of 2 names do not resolve");
}

TEST(ResolveSignal, FailsWhenAllAnswersHaveExpired) {
  const auto reading = reading_of(with_names(2, 1h, {}), Signal::resolve);
  EXPECT_EQ(reading->value, 2);
  EXPECT_EQ(reading->note, "DNS: 2 of 2 names do not resolve, and no address is left");
  EXPECT_EQ(reading_of(with_names(2, 14s, {}), Signal::resolve)->value, 0) << "just started";
}

TEST(ResolveSignal, WarnsOfASingleName) {
  EXPECT_EQ(reading_of(with_names(1, 2h, {}), Signal::resolve)->value, 1);
}

TEST(ResolveSignal, IsAbsentWithoutNamesAndWithoutAlerts) {
  EXPECT_FALSE(reading_of(of_three_endpoints(), Signal::resolve));
  Snapshot snapshot = with_names(2, 1h, {});
  Config without = *snapshot.config;
  without.connections[0].prefixes[0].alerts = {};
  snapshot.config = std::make_shared<const Config>(std::move(without));
  EXPECT_FALSE(reading_of(snapshot, Signal::resolve));
}

}  // namespace
}  // namespace peeringd

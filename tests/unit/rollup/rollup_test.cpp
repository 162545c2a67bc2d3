#include "rollup/roll_up.hpp"

#include <gtest/gtest.h>

#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

ProbeConfig stun_probe() {
  return {StunOptions{}, 10s, 2s, "stun"};
}

ProbeConfig dns_probe() {
  return {DnsOptions{.name = "example.net"}, 10s, 2s, "dns"};
}

ProbeConfig https_probe(bool follows = false) {
  HttpOptions options;
  options.follows = follows;
  return {options, 10s, 2s, follows ? "https:warm" : "https"};
}

// Two connections; the first has two prefixes, and sees two endpoints.
Config two_connections() {
  ConnectionConfig seattle =
      connection("seattle", {prefix("203.0.113.0/24"), prefix("198.51.100.0/24")});
  seattle.endpoints = {0, 1};
  return config({endpoint("edge", "192.0.2.1", {icmp_probe(), tcp_probe(80)}),
                 endpoint("relay", "192.0.2.2", {stun_probe()})},
                {seattle, connection("portland", {prefix("192.0.2.0/24")})});
}

Config one_path(std::vector<ProbeConfig> probes) {
  return config({endpoint("edge", "192.0.2.1", std::move(probes))},
                {connection("seattle", {prefix("203.0.113.0/24")})});
}

TEST(Rollup, HasAPathForEachEndpointThatAPrefixSees) {
  const Snapshot snapshot = blank_snapshot(two_connections());
  const Rollup rollup = roll_up(snapshot);
  ASSERT_EQ(rollup.paths.size(), 5U);
  ASSERT_EQ(rollup.prefixes.size(), 3U);
  ASSERT_EQ(rollup.connections.size(), 2U);
  EXPECT_EQ(rollup.paths[2].prefix, 1U);
  EXPECT_EQ(rollup.paths[2].endpoint, 0U);
  EXPECT_EQ(rollup.paths[2].first, 3U);
  EXPECT_EQ(rollup.paths[2].last, 5U);
  EXPECT_EQ(rollup.prefixes[1].first, 2U);
  EXPECT_EQ(rollup.prefixes[1].last, 4U);
  EXPECT_EQ(rollup.connections[1].first, 2U);
  EXPECT_EQ(rollup.connections[1].last, 3U);
}

TEST(Rollup, HasNoValueWithoutMeasurements) {
  const Rollup rollup = roll_up(blank_snapshot(two_connections()));
  EXPECT_FALSE(rollup.paths[0].figures.median());
  EXPECT_FALSE(rollup.prefixes[0].figures.loss_ratio);
  EXPECT_FALSE(rollup.connections[0].latency);
}

TEST(Rollup, PoolsTheSamplesOfAPathAndWeightsEndpointsEqually) {
  Snapshot snapshot = blank_snapshot(two_connections());
  answer(snapshot.targets[0], 1, 3, 10ms);
  answer(snapshot.targets[1], 1, 1, 20ms);
  lose(snapshot.targets[1], 2, 1);
  answer(snapshot.targets[2], 1, 4, 40ms);
  const Rollup rollup = roll_up(snapshot);
  EXPECT_EQ(rollup.targets[1].median(), 20ms);
  EXPECT_EQ(rollup.paths[0].figures.median(), 10ms);
  EXPECT_EQ(rollup.paths[0].figures.loss_ratio, 0.2);
  EXPECT_EQ(rollup.paths[1].figures.median(), 40ms);
  EXPECT_EQ(rollup.prefixes[0].figures.median(), 30ms);
  EXPECT_EQ(rollup.prefixes[0].figures.loss_ratio, 0.1);
  EXPECT_EQ(rollup.prefixes[0].figures.tally.answered, 8U);
}

TEST(Rollup, AveragesTheMediansOfTheConnectionsPrefixesThatHaveOne) {
  Snapshot snapshot = blank_snapshot(two_connections());
  answer(snapshot.targets[0], 1, 9, 10ms);
  answer(snapshot.targets[3], 1, 1, 30ms);
  const Rollup rollup = roll_up(snapshot);
  EXPECT_EQ(rollup.connections[0].latency, 20ms);
}

// As in the shipped catalogue: the relay is probed in bursts, the others less often.
TEST(Rollup, ExcludesTheBurstsOfARelayFromThePrefix) {
  Config config = two_connections();
  config.endpoints.push_back(endpoint("other", "192.0.2.3", {tcp_probe(443)}));
  config.connections[0].endpoints = {0, 1, 2};
  Snapshot snapshot = blank_snapshot(std::move(config), 1500);
  answer(snapshot.targets[0], 1, 30, 10ms);
  answer(snapshot.targets[2], 1, 1350, 80ms);  // the relay
  lose(snapshot.targets[2], 1351, 150);
  answer(snapshot.targets[3], 1, 30, 12ms);
  const Rollup rollup = roll_up(snapshot);
  EXPECT_EQ(rollup.prefixes[0].figures.median(), 12ms);
  EXPECT_DOUBLE_EQ(*rollup.prefixes[0].figures.loss_ratio, 0.1 / 3);
  EXPECT_EQ(rollup.prefixes[0].figures.jitter, 0ms);
  EXPECT_EQ(rollup.connections[0].latency, 12ms);
  EXPECT_DOUBLE_EQ(*rollup.connections[0].loss_ratio, 0.1 / 3);
  EXPECT_EQ(rollup.connections[0].jitter, 0ms);
}

TEST(Rollup, WeightsThePrefixesOfAConnectionEqually) {
  Snapshot snapshot = blank_snapshot(two_connections());
  answer(snapshot.targets[0], 1, 30, 10ms);
  lose(snapshot.targets[3], 1, 1);
  answer(snapshot.targets[3], 2, 1, 20ms);
  EXPECT_EQ(roll_up(snapshot).connections[0].loss_ratio, 0.25);
}

TEST(Rollup, ExcludesATargetThatHasNeverAnswered) {
  Snapshot snapshot = blank_snapshot(two_connections());
  snapshot.targets[2].unknown = true;
  lose(snapshot.targets[2], 1, 5);
  const Rollup rollup = roll_up(snapshot);
  EXPECT_TRUE(rollup.paths[1].unknown);
  EXPECT_FALSE(rollup.paths[0].unknown);
  EXPECT_EQ(rollup.paths[1].figures.tally.finished(), 0U);
  EXPECT_EQ(rollup.prefixes[0].figures.tally.finished(), 0U);
}

TEST(Rollup, MissesNoProbeOfAHostOfTheOtherFamily) {
  Snapshot snapshot = blank_snapshot(two_connections());
  snapshot.targets[2].window.advance(30);
  snapshot.targets[2].names.needed = false;
  EXPECT_GT(roll_up(snapshot).paths[1].coverage.missing, 0U);
  snapshot.targets[2].other_family = true;
  const Rollup rollup = roll_up(snapshot);
  EXPECT_EQ(rollup.paths[1].coverage.due, 0U);
  EXPECT_EQ(rollup.prefixes[0].coverage.missing, rollup.paths[0].coverage.missing);
}

TEST(Rollup, CountsAResolverInItsOwnPathOnly) {
  Snapshot snapshot = blank_snapshot(one_path({dns_probe()}));
  answer(snapshot.targets[0], 1, 5, 10ms);
  const Rollup rollup = roll_up(snapshot);
  EXPECT_EQ(rollup.paths[0].figures.median(), 10ms);
  EXPECT_FALSE(rollup.prefixes[0].figures.median());
}

TEST(Rollup, IgnoresDnsProbesOfAnEndpointWithNetworkProbes) {
  Snapshot snapshot = blank_snapshot(one_path({dns_probe(), icmp_probe()}));
  answer(snapshot.targets[0], 1, 5, 10ms);
  answer(snapshot.targets[1], 1, 5, 40ms);
  EXPECT_EQ(roll_up(snapshot).paths[0].figures.median(), 40ms);
}

TEST(Coverage, CountsProbesThatWereDueAndNotMeasured) {
  Snapshot snapshot = blank_snapshot(one_path({icmp_probe()}), 10);
  answer(snapshot.targets[0], 1, 2, 10ms);
  lose(snapshot.targets[0], 3, 1);
  snapshot.targets[0].window.advance(8);
  record_sent(snapshot.targets[0].counters);  // the eighth is in flight
  const Coverage coverage = roll_up(snapshot).paths[0].coverage;
  EXPECT_EQ(coverage.due, 8U);
  EXPECT_EQ(coverage.slots, 10U);
  EXPECT_EQ(coverage.missing, 4U);
}

TEST(Coverage, AveragesTheEndpointsOfAPrefix) {
  Snapshot snapshot = blank_snapshot(two_connections(), 1500);
  snapshot.targets[0].window.advance(30);
  answer(snapshot.targets[2], 1, 1500, 10ms);
  const Rollup rollup = roll_up(snapshot);
  EXPECT_EQ(rollup.prefixes[0].missing_share, 0.5);
  EXPECT_EQ(rollup.prefixes[0].coverage.missing, 30U);
  EXPECT_EQ(rollup.prefixes[2].missing_share, 0);
}

TEST(Coverage, NeverExpectsAFollowUp) {
  Snapshot snapshot = blank_snapshot(one_path({https_probe(), https_probe(true)}), 10);
  for (TargetSnapshot& target : snapshot.targets) target.window.advance(5);
  EXPECT_EQ(roll_up(snapshot).paths[0].coverage.due, 5U);
}

TargetObservations pop_at(const char* code, MonotonicTime at, std::uint64_t changes = 0) {
  TargetObservations observations;
  observations.pop = SeenPop{{code, "", "x-msedge-ref"}, at};
  observations.pop_changes = changes;
  if (changes > 0) observations.pop_changed_at = at;
  return observations;
}

TEST(PathPop, UsesTheLatestReport) {
  Snapshot snapshot = blank_snapshot(one_path({https_probe(), https_probe(true)}));
  set_observations(snapshot.targets[0], pop_at("AMS", snapshot.taken_at - 20s, 3));
  set_observations(snapshot.targets[1], pop_at("FRA", snapshot.taken_at - 10s, 2));
  const PathPop pop = roll_up(snapshot).paths[0].pop;
  ASSERT_TRUE(pop.current);
  EXPECT_EQ(pop.current->code, "FRA");
  EXPECT_EQ(pop.changes, 3U);
  EXPECT_EQ(pop.changed_at, snapshot.taken_at - 10s);
}

TEST(PathPop, ExpiresAfterAWindow) {
  Snapshot snapshot = blank_snapshot(one_path({https_probe()}));
  set_observations(snapshot.targets[0], pop_at("AMS", snapshot.taken_at - 5min - 1ns));
  const PathPop pop = roll_up(snapshot).paths[0].pop;
  EXPECT_TRUE(pop.ever);
  EXPECT_FALSE(pop.current);
}

TEST(PathCertificate, UsesTheEarliestExpiry) {
  Snapshot snapshot = blank_snapshot(one_path({https_probe(), https_probe(true)}));
  for (int i = 0; i < 2; ++i) {
    TargetObservations observations;
    observations.certificate = SeenCertificate{WallTime{1000s - i * 10s}, snapshot.taken_at};
    set_observations(snapshot.targets[i], observations);
  }
  const Rollup rollup = roll_up(snapshot);
  EXPECT_TRUE(rollup.paths[0].presents_certificate);
  EXPECT_EQ(rollup.paths[0].certificate_ends, WallTime{990s});
}

TEST(PrefixEgress, StatesWhetherTheAddressIsInThePrefix) {
  for (const bool inside : {true, false}) {
    Snapshot snapshot = blank_snapshot(one_path({stun_probe()}));
    TargetObservations observations;
    observations.seen_from = SeenFrom{
        boost::asio::ip::make_address(inside ? "203.0.113.7" : "198.51.100.7"), snapshot.taken_at};
    set_observations(snapshot.targets[0], observations);
    const PrefixEgress egress = roll_up(snapshot).prefixes[0].egress;
    EXPECT_EQ(egress.address, observations.seen_from->address);
    EXPECT_EQ(egress.inside_prefix, inside);
  }
}

TEST(PrefixEgress, IsUnknownWithoutAReportInTheWindow) {
  Snapshot snapshot = blank_snapshot(one_path({stun_probe()}));
  EXPECT_FALSE(roll_up(snapshot).prefixes[0].egress.ever);
  TargetObservations observations;
  observations.seen_from =
      SeenFrom{boost::asio::ip::make_address("203.0.113.7"), snapshot.taken_at - 6min};
  set_observations(snapshot.targets[0], observations);
  EXPECT_TRUE(roll_up(snapshot).prefixes[0].egress.ever);
  EXPECT_FALSE(roll_up(snapshot).prefixes[0].egress.address);
}

// Two endpoints with one host, and one with another.
Snapshot looked_up() {
  ConnectionConfig seattle = connection("seattle", {prefix("203.0.113.0/24")});
  seattle.endpoints = {0, 1, 2, 3};
  Snapshot snapshot = blank_snapshot(config({endpoint("web", "a.example", {tcp_probe(443)}),
                                             endpoint("media", "a.example", {icmp_probe()}),
                                             endpoint("mail", "b.example", {tcp_probe(443)}),
                                             endpoint("fixed", "192.0.2.1", {tcp_probe(443)})},
                                            {seattle}));
  for (std::size_t t = 0; t < 3; ++t) {
    snapshot.targets[t].names = {.needed = true, .last_success = snapshot.taken_at - 1min};
  }
  return snapshot;
}

TEST(Rollup, CountsEachNameOnce) {
  Snapshot snapshot = looked_up();
  snapshot.targets[0].names.failures = snapshot.targets[1].names.failures = 2;
  snapshot.targets[2].names.failures = 1;
  const PrefixNames names = roll_up(snapshot).prefixes[0].names;
  EXPECT_EQ(names.count, 2U);
  EXPECT_EQ(names.failures, 3U);
  EXPECT_EQ(names.failing, 0U);
  EXPECT_EQ(names.last_success, snapshot.taken_at - 1min);
  EXPECT_EQ(names.resolve(), true);
}

TEST(Rollup, ReportsSinceWhenNamesFailAndWhenTheirAnswersExpire) {
  Snapshot snapshot = looked_up();
  const MonotonicTime now = snapshot.taken_at;
  for (std::size_t t = 0; t < 3; ++t) {
    snapshot.targets[t].names.failing_since = now - 30s;
    snapshot.targets[t].names.usable_until = now + 10min;
  }
  snapshot.targets[2].names.failing_since = now - 50s;
  snapshot.targets[2].names.usable_until = now - 1s;
  const PrefixNames names = roll_up(snapshot).prefixes[0].names;
  EXPECT_EQ(names.failing, 2U);
  EXPECT_EQ(names.addressless, 1U);
  EXPECT_EQ(names.failing_since, now - 50s);
  EXPECT_EQ(names.usable_until, now + 10min);
  EXPECT_EQ(names.resolve(), false);
}

TEST(Rollup, CountsANameWhoseAnswerHasExpiredThoughItsLookupHasNotEnded) {
  Snapshot snapshot = looked_up();
  snapshot.targets[2].names.usable_until = snapshot.taken_at - 20s;
  const PrefixNames names = roll_up(snapshot).prefixes[0].names;
  EXPECT_EQ(names.addressless, 1U);
  EXPECT_EQ(names.failing_since, snapshot.taken_at - 20s);
}

TEST(Rollup, DoesNotTakeASingleFailingNameForAFailureOfTheNameServers) {
  Snapshot snapshot = looked_up();
  snapshot.targets[2].names = {.needed = true, .failing_since = snapshot.taken_at - 1h};
  const PrefixNames names = roll_up(snapshot).prefixes[0].names;
  EXPECT_EQ(names.failing, 1U);
  EXPECT_EQ(names.resolve(), true);
}

}  // namespace
}  // namespace peeringd

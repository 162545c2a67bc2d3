// Outages, missing sources, and dead endpoints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assessment/evaluations.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using enum TestResult;

Config two_prefixes(const AlertConfig& alerts) {
  Config both = seattle(alerts);
  both.connections[0].prefixes.push_back(prefix("203.0.112.0/24"));
  both.connections[0].prefixes[1].alerts = alerts;
  return both;
}

TEST(Outage, FailsThePrefixImmediatelyAndCausesNoLossAfterIt) {
  Evaluations evaluations(seattle());
  TargetSnapshot& target = evaluations.snapshot.targets[0];
  answer(target, 1, 10, 10ms);
  evaluations.at(0s);
  lose(target, 11, 15);
  const AlertReport down = evaluations.at(30s);
  EXPECT_EQ(down.connections.at(0).overall.result, fail);
  EXPECT_EQ(down.connections.at(0).reason, "no answer on its prefix since 16:00:00 UTC");
  answer(target, 26, 5, 10ms);
  const AlertReport after = evaluations.at(60s);
  EXPECT_EQ(after.connections.at(0).overall.result, pass);
  EXPECT_EQ(signal_of(after.prefixes.at(0).status, Signal::loss).reading.value, 0.0);
  EXPECT_EQ(evaluations.at(150s).connections.at(0).overall.result, pass)
      << "the window still holds half of the probes lost";
}

TEST(Outage, OfOnePrefixWarnsOfItsConnection) {
  Evaluations evaluations(two_prefixes(latency_and_loss()));
  answer(evaluations.snapshot.targets[0], 1, 10, 10ms);
  answer(evaluations.snapshot.targets[1], 1, 10, 10ms);
  evaluations.at(0s);
  lose(evaluations.snapshot.targets[0], 11, 4);
  answer(evaluations.snapshot.targets[1], 11, 4, 10ms);
  const AlertReport report = evaluations.at(30s);
  EXPECT_EQ(report.prefixes.at(0).status.overall.result, fail);
  EXPECT_EQ(report.connections.at(0).overall.result, warning);
  EXPECT_EQ(report.connections.at(0).reason, "no answer (203.0.113.0/24)");
}

// Else the page would lack the reason, which it takes from the result Fail.
TEST(Outage, FailsAConnectionWhoseOtherPrefixIsNotKnown) {
  Config config = two_prefixes(latency_and_loss());
  config.connections[0].prefixes[1].alerts.no_source = Severity::warning;
  config.connections[0].redundancy_group = "us";
  Evaluations evaluations(config);
  for (TargetSnapshot& target : evaluations.snapshot.targets) answer(target, 1, 10, 10ms);
  evaluations.at(0s);
  evaluations.snapshot.prefixes[1].choice.source.reset();
  evaluations.snapshot.prefixes[1].choice.problem = "no address";
  evaluations.at(1s);
  evaluations.at(90s);
  lose(evaluations.snapshot.targets[0], 100, 4);
  const AlertReport report = evaluations.at(120s);
  EXPECT_EQ(report.prefixes.at(1).status.overall.result, warning);
  EXPECT_EQ(report.connections.at(0).overall.result, fail);
  EXPECT_EQ(report.groups.at("us").overall.result, fail);
}

// As after a restart: the line that is up has too few samples at first.
TEST(Outage, FailsNoGroupWhoseOtherConnectionIsUp) {
  Config config = seattle();
  config.connections.push_back(watched("portland", "198.51.100.0/24", latency_and_loss()));
  for (ConnectionConfig& member : config.connections) member.redundancy_group = "us";
  Evaluations evaluations(config);
  answer(evaluations.snapshot.targets[1], 1, 1, 10ms);
  lose(evaluations.snapshot.targets[0], 1, 4);
  evaluations.at(0s);
  lose(evaluations.snapshot.targets[0], 5, 30);
  answer(evaluations.snapshot.targets[1], 2, 1, 10ms);
  const AlertReport report = evaluations.at(60s);
  EXPECT_EQ(report.connections.at(0).overall.result, fail);
  EXPECT_EQ(report.connections.at(1).overall.result, indeterminate);
  EXPECT_EQ(report.groups.at("us").overall.result, warning);
  EXPECT_EQ(report.groups.at("us").reason, "redundancy lost: failed: seattle; not known: portland");
}

TEST(MissingSource, FailsAfterFifteenSeconds) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 10, 10ms);
  evaluations.at(0s);
  evaluations.snapshot.prefixes[0].choice.source.reset();
  evaluations.snapshot.prefixes[0].choice.problem = "isp-a is down";
  EXPECT_EQ(evaluations.at(1s).connections.at(0).overall.result, indeterminate);
  const AlertReport report = evaluations.at(16s);
  EXPECT_EQ(report.connections.at(0).overall.result, fail);
  EXPECT_EQ(report.connections.at(0).reason,
            "no source for its prefix: isp-a is down since 16:00:01 UTC");
}

TEST(MissingSource, HasTheConfiguredSeverity) {
  for (const auto& [severity, result] :
       std::vector<std::pair<std::optional<Severity>, TestResult>>{{Severity::critical, fail},
                                                                   {Severity::warning, warning},
                                                                   {std::nullopt, indeterminate}}) {
    AlertConfig alerts = latency_and_loss();
    alerts.no_source = severity;
    Evaluations evaluations(seattle(alerts));
    answer(evaluations.snapshot.targets[0], 1, 10, 10ms);
    evaluations.at(0s);
    evaluations.snapshot.prefixes[0].choice.source.reset();
    evaluations.at(1s);
    EXPECT_EQ(evaluations.at(16s).connections.at(0).overall.result, result);
  }
}

TEST(MissingSource, RaisesNoAlertOnAStandbyHost) {
  Config standby = seattle();
  standby.connections[0].standby = true;
  Evaluations evaluations(std::move(standby));
  answer(evaluations.snapshot.targets[0], 1, 10, 10ms);
  evaluations.at(0s);
  evaluations.snapshot.prefixes[0].choice.source.reset();
  evaluations.at(1s);
  EXPECT_EQ(evaluations.at(16s).connections.at(0).overall.result, indeterminate);
  EXPECT_EQ(evaluations.at(10min).connections.at(0).overall.result, indeterminate);
}

TEST(DeadEndpoint, WarnsAtMost) {
  Config three = seattle();
  for (const char* address : {"192.0.2.2", "192.0.2.3"}) {
    three.endpoints.push_back(endpoint(address, address, {icmp_probe()}));
    three.connections[0].endpoints.push_back(three.endpoints.size() - 1);
  }
  Evaluations evaluations(std::move(three));
  for (TargetSnapshot& target : evaluations.snapshot.targets) answer(target, 1, 10, 10ms);
  evaluations.at(0s);
  lose(evaluations.snapshot.targets[0], 11, 9);
  for (std::size_t t : {1, 2}) answer(evaluations.snapshot.targets[t], 11, 9, 10ms);
  evaluations.at(30s);
  lose(evaluations.snapshot.targets[0], 20, 1);
  for (std::size_t t : {1, 2}) answer(evaluations.snapshot.targets[t], 20, 1, 10ms);
  evaluations.at(40s);
  const AlertReport report = evaluations.at(100s);
  EXPECT_EQ(report.paths.at(0).status.overall.result, fail);
  EXPECT_EQ(report.prefixes.at(0).status.overall.result, warning);
  EXPECT_EQ(report.connections.at(0).reason, "no answer from edge");
}

}  // namespace
}  // namespace peeringd

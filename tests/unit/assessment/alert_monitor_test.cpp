// Thresholds of latency and loss, missing measurements, groups, and reloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assessment/evaluations.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using enum TestResult;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(AlertMonitor, PassesAPrefixThatIsUpWithoutThresholds) {
  Evaluations evaluations(seattle(AlertConfig{}));
  answer(evaluations.snapshot.targets[0], 1, 30, 500ms);
  const AlertReport report = evaluations.at(0s);
  EXPECT_THAT(report.paths, IsEmpty());
  EXPECT_EQ(report.prefixes.at(0).status.overall.result, pass);
  EXPECT_EQ(report.connections.at(0).overall.result, pass);
}

TEST(AlertMonitor, PassesWithinAllThresholds) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(report.paths.at(0).status.overall.result, pass);
  EXPECT_EQ(report.prefixes.at(0).status.overall.result, pass);
  EXPECT_EQ(report.connections.at(0).overall.result, pass);
}

TEST(AlertMonitor, FailsAfterTheConfiguredTime) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  evaluations.at(0s);
  answer(evaluations.snapshot.targets[0], 31, 30, 120ms);
  EXPECT_EQ(evaluations.at(10s).connections.at(0).overall.result, pass);
  const AlertReport report = evaluations.at(70s);
  EXPECT_EQ(report.connections.at(0).overall.result, fail);
  EXPECT_EQ(report.connections.at(0).overall.since, MonotonicTime{1h + 70s});
  EXPECT_THAT(evaluations.lines,
              Contains("seattle 203.0.113.0/24 edge: latency Pass → Fail: 120 ms, above 100 ms "
                       "for 1 min; it was Pass for 1 min 10 s"));
  EXPECT_THAT(evaluations.lines, Contains("seattle: Pass → Fail: latency 120 ms, above 100 ms; it "
                                          "was Pass for 1 min 10 s"));
  const SignalStatus& latency = signal_of(report.paths.at(0).status, Signal::latency);
  EXPECT_EQ(latency.transitions[static_cast<std::size_t>(fail)], 1U);
}

TEST(AlertMonitor, SaysThatAnExcessAfterTheStartHasNotLastedLongEnough) {
  AlertConfig alerts = latency_and_loss();
  alerts.latency = {{}, 100ms};
  Evaluations evaluations(seattle(alerts));
  answer(evaluations.snapshot.targets[0], 1, 30, 120ms);
  const AlertReport report = evaluations.at(10s);
  EXPECT_EQ(report.connections.at(0).overall.result, indeterminate);
  EXPECT_EQ(report.connections.at(0).reason,
            "latency 120 ms, above 100 ms but not yet for long enough");
}

TEST(AlertMonitor, NamesAMissingSourceFromTheStart) {
  Evaluations evaluations(seattle());
  evaluations.snapshot.prefixes[0].choice.source.reset();
  evaluations.snapshot.prefixes[0].choice.problem = "this host has no address in 203.0.113.0/24";
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(report.prefixes.at(0).status.reason, "this host has no address in 203.0.113.0/24");
  EXPECT_EQ(report.connections.at(0).reason, "this host has no address in 203.0.113.0/24");
}

TEST(AlertMonitor, KeepsTheReasonOfAConnectionButForTheFiguresOfNow) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 30, 120ms);
  evaluations.at(0s);
  evaluations.at(60s);
  answer(evaluations.snapshot.targets[0], 31, 30, 150ms);
  const AlertReport report = evaluations.at(70s);
  EXPECT_EQ(report.connections.at(0).reason, "latency 120 ms, above 100 ms");
  EXPECT_EQ(report.connections.at(0).reason_now, "latency 150 ms, above 100 ms");
}

TEST(AlertMonitor, FailsIfEverythingIsLostWithoutALatency) {
  Evaluations evaluations(seattle());
  lose(evaluations.snapshot.targets[0], 1, 30);
  evaluations.at(0s);
  const AlertReport report = evaluations.at(60s);
  EXPECT_EQ(report.paths.at(0).status.overall.result, fail);
  EXPECT_EQ(signal_of(report.paths.at(0).status, Signal::latency).state.result, indeterminate);
}

TEST(AlertMonitor, IsIndeterminateWithTooFewSamples) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 4, 10ms);
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(report.connections.at(0).overall.result, indeterminate);
  EXPECT_EQ(signal_of(report.paths.at(0).status, Signal::latency).reading.note,
            "4 of 5 required samples");
}

TEST(AlertMonitor, DoesNotPassAPathThatHasNeverBeenAnswered) {
  Evaluations evaluations(seattle());
  const auto down = [&](Duration time) {
    return signal_of(evaluations.at(time).paths.at(0).status, Signal::down).state.result;
  };
  EXPECT_EQ(down(0s), indeterminate);
  answer(evaluations.snapshot.targets[0], 1, 1, 10ms);
  EXPECT_EQ(down(1s), pass);
}

TEST(AlertMonitor, PassesAPathThatIsProbedByDnsOnly) {
  Config config = seattle();
  config.endpoints[0].probes = {{DnsOptions{}, 10s, 2s, "dns"}};
  Evaluations evaluations(std::move(config));
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  const AlertReport report = evaluations.at(10s);
  EXPECT_EQ(signal_of(report.paths.at(0).status, Signal::down).state.result, pass);
}

TEST(AlertMonitor, IsIndeterminateImmediatelyWithoutASourceAddress) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  evaluations.at(0s);
  evaluations.snapshot.prefixes[0].choice.source.reset();
  evaluations.snapshot.prefixes[0].choice.problem = "this host has no address in 203.0.113.0/24";
  EXPECT_EQ(evaluations.at(10s).connections.at(0).overall.result, indeterminate);
  EXPECT_THAT(evaluations.lines,
              Contains(HasSubstr("latency Pass → Indeterminate: no source address: this host has "
                                 "no address in 203.0.113.0/24")));
}

TEST(AlertMonitor, IsIndeterminateIfMostProbesWereSkipped) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 10, 10ms);
  evaluations.snapshot.targets[0].window.advance(25);
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(report.connections.at(0).overall.result, indeterminate);
  EXPECT_EQ(signal_of(report.paths.at(0).status, Signal::loss).reading.note,
            "15 of 25 due probes were not measured by this host");
}

TEST(AlertMonitor, IsIndeterminateForAnEndpointThatHasNeverAnswered) {
  Evaluations evaluations(seattle());
  evaluations.snapshot.targets[0].unknown = true;
  lose(evaluations.snapshot.targets[0], 1, 30);
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(signal_of(report.paths.at(0).status, Signal::loss).reading.note,
            "the endpoint has never answered");
  EXPECT_FALSE(
      signal_of(report.paths.at(0).status, Signal::not_measured).state.warning.exceeded_since)
      << "a relay need not answer";
}

TEST(EndpointThresholds, DoNotEnableAlertsByThemselves) {
  Config config = seattle(AlertConfig{});
  AlertOverrides overrides;
  overrides.loss.warning = 0.05;
  config.endpoints[0].alerts = std::make_shared<const AlertOverrides>(overrides);
  Evaluations evaluations(std::move(config));
  lose(evaluations.snapshot.targets[0], 1, 30);
  EXPECT_THAT(evaluations.at(0s).paths, IsEmpty());
}

TEST(NotMeasured, WarnsAfterTheConfiguredTime) {
  Evaluations evaluations(seattle());
  evaluations.snapshot.prefixes[0].choice.source.reset();
  const auto warns = [&](Duration time) {
    return signal_of(evaluations.at(time).prefixes.at(0).status, Signal::not_measured)
        .state.warning.active;
  };
  EXPECT_FALSE(warns(0s));
  EXPECT_FALSE(warns(60s)) << "a minute to warm up, then `for`";
  EXPECT_FALSE(warns(119s));
  EXPECT_TRUE(warns(120s));
  EXPECT_EQ(evaluations.at(121s).prefixes.at(0).status.overall.result, indeterminate);
}

TEST(NotMeasured, WaitsUntilTheWindowCanHaveEnoughSamples) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 2, 10ms);
  evaluations.at(0s);
  const AlertReport report = evaluations.at(5min);
  EXPECT_EQ(report.paths.at(0).status.overall.result, indeterminate);
  EXPECT_FALSE(
      signal_of(report.paths.at(0).status, Signal::not_measured).state.warning.exceeded_since);
}

TEST(EndpointThresholds, ApplyToThePathAndNotToThePrefix) {
  Config config = seattle();
  AlertOverrides overrides;
  overrides.latency.warning = 300ms;
  overrides.latency.critical = std::optional<Duration>();
  overrides.hold = 0s;
  config.endpoints[0].alerts = std::make_shared<const AlertOverrides>(overrides);
  config.connections[0].prefixes[0].alerts.hold = 0s;
  Evaluations evaluations(std::move(config));
  answer(evaluations.snapshot.targets[0], 1, 30, 120ms);
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(report.paths.at(0).status.overall.result, pass);
  EXPECT_EQ(report.prefixes.at(0).status.overall.result, fail);
}

TEST(GroupResult, FailsOnlyIfNoneOfItsConnectionsPasses) {
  AlertConfig alerts = latency_and_loss();
  alerts.hold = 0s;
  Config both = config({endpoint("edge", "192.0.2.1", {icmp_probe()})},
                       {watched("seattle", "203.0.113.0/24", alerts),
                        watched("portland", "198.51.100.0/24", alerts)});
  for (ConnectionConfig& connection : both.connections) connection.redundancy_group = "west";
  Evaluations evaluations(std::move(both));
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  answer(evaluations.snapshot.targets[1], 1, 30, 120ms);
  const AlertReport half = evaluations.at(0s);
  EXPECT_EQ(half.connections.at(1).overall.result, fail);
  EXPECT_EQ(half.groups.at("west").overall.result, warning);
  EXPECT_EQ(half.groups.at("west").reason, "redundancy lost: failed: portland; working: seattle");
  answer(evaluations.snapshot.targets[0], 31, 30, 120ms);
  EXPECT_EQ(evaluations.at(10s).groups.at("west").overall.result, fail);
  EXPECT_THAT(evaluations.lines,
              Contains("redundancy group west: Warning → Fail: no connection works; it was "
                       "Warning for 10 s"));
}

TEST(AlertMonitor, KeepsTheStateOfUnchangedSubjectsAcrossAReload) {
  AlertConfig alerts = latency_and_loss();
  Evaluations evaluations(seattle(alerts));
  answer(evaluations.snapshot.targets[0], 1, 30, 70ms);
  evaluations.at(0s);
  evaluations.at(60s);
  Snapshot other = blank_snapshot(config({endpoint("edge", "192.0.2.1", {icmp_probe()})},
                                         {watched("portland", "198.51.100.0/24", alerts),
                                          watched("seattle", "203.0.113.0/24", alerts)}));
  other.targets[1].window = evaluations.snapshot.targets[0].window;
  other.targets[1].counters = evaluations.snapshot.targets[0].counters;
  evaluations.snapshot = other;
  const AlertReport report = evaluations.at(65s);
  EXPECT_EQ(report.connections.at(1).overall.result, warning);
  EXPECT_EQ(report.connections.at(1).overall.since, MonotonicTime{1h + 60s});
  EXPECT_EQ(report.connections.at(0).overall.result, indeterminate);
}

TEST(AlertMonitor, GoesOnCountingTheTransitionsOfAThresholdThatComesBack) {
  AlertConfig alerts = latency_and_loss();
  Evaluations evaluations(seattle(alerts));
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  evaluations.at(0s);
  const auto use_latency = [&](const Limits<Duration>& limits) {
    alerts.latency = limits;
    const auto before = std::move(evaluations.snapshot.targets);
    evaluations.snapshot = blank_snapshot(seattle(alerts));
    evaluations.snapshot.targets = before;
  };
  use_latency({});
  EXPECT_EQ(evaluations.at(10s).paths.at(0).status.signals.front().signal, Signal::loss);
  use_latency({60ms, 100ms});
  const AlertReport report = evaluations.at(20s);
  const SignalStatus& latency = signal_of(report.paths.at(0).status, Signal::latency);
  EXPECT_EQ(latency.state.since, MonotonicTime{1h});
  EXPECT_EQ(latency.transitions[static_cast<std::size_t>(pass)], 1U);
  const SignalStatus& loss = signal_of(report.paths.at(0).status, Signal::loss);
  EXPECT_EQ(loss.transitions[static_cast<std::size_t>(pass)], 1U);
}

}  // namespace
}  // namespace peeringd

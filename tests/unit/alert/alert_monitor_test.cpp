#include "alert/alert_monitor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rollup/roll_up.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using enum TestResult;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

AlertConfig latency_and_loss() {
  AlertConfig alerts;
  alerts.latency = {60ms, 100ms};
  alerts.loss = {0.01, 0.10};
  alerts.min_samples = 5;
  return alerts;
}

ConnectionConfig watched(std::string name, const char* network, const AlertConfig& alerts) {
  ConnectionConfig connection = test::connection(std::move(name), {prefix(network)});
  connection.prefixes[0].alerts = alerts;
  return connection;
}

Config seattle(const AlertConfig& alerts = latency_and_loss()) {
  return config({endpoint("edge", "192.0.2.1", {icmp_probe()})},
                {watched("seattle", "203.0.113.0/24", alerts)});
}

// Evaluations of one snapshot at successive times.
class Evaluations {
 public:
  explicit Evaluations(Config config) : snapshot(blank_snapshot(std::move(config))) {}

  AlertReport at(Duration time) {
    snapshot.taken_at = MonotonicTime{1h + time};
    AlertMonitor::Evaluation evaluation =
        monitor_.evaluate(snapshot, roll_up(snapshot), WallTime{1000h + time});
    lines.clear();
    for (const Transition& transition : evaluation.transitions) {
      lines.push_back(to_string(event_of(transition)));
    }
    return std::move(evaluation.report);
  }

  Snapshot snapshot;
  std::vector<std::string> lines;  // of the last evaluation

 private:
  AlertMonitor monitor_;
};

const SignalStatus& signal_of(const SubjectStatus& subject, Signal signal) {
  for (const SignalStatus& status : subject.signals) {
    if (status.signal == signal) return status;
  }
  throw std::out_of_range("the subject has no such signal");
}

TEST(AlertMonitor, HasNoResultsWithoutThresholds) {
  Evaluations evaluations(seattle(AlertConfig{}));
  answer(evaluations.snapshot.targets[0], 1, 30, 500ms);
  const AlertReport report = evaluations.at(0s);
  EXPECT_THAT(report.paths, IsEmpty());
  EXPECT_THAT(report.prefixes, IsEmpty());
  EXPECT_THAT(report.connections, IsEmpty());
}

TEST(AlertMonitor, PassesWithinAllThresholds) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(report.paths.at(0).status.overall.result, pass);
  EXPECT_EQ(report.prefixes.at(0).status.overall.result, pass);
  EXPECT_EQ(report.connections.at(0).result, pass);
}

TEST(AlertMonitor, FailsAfterTheConfiguredTime) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  evaluations.at(0s);
  answer(evaluations.snapshot.targets[0], 31, 30, 120ms);
  EXPECT_EQ(evaluations.at(10s).connections.at(0).result, pass);
  const AlertReport report = evaluations.at(70s);
  EXPECT_EQ(report.connections.at(0).result, fail);
  EXPECT_EQ(report.connections.at(0).since, MonotonicTime{1h + 70s});
  EXPECT_THAT(evaluations.lines,
              Contains("seattle 203.0.113.0/24 edge: latency Pass → Fail: 120 ms, beyond 100 ms "
                       "for 1m; it was Pass for 70s"));
  EXPECT_THAT(evaluations.lines, Contains("seattle: Pass → Fail; it was Pass for 70s"));
  const SignalStatus& latency = signal_of(report.paths.at(0).status, Signal::latency);
  EXPECT_EQ(latency.transitions[static_cast<std::size_t>(fail)], 1U);
}

TEST(AlertMonitor, FailsWhenEverythingIsLostThoughThereIsNoLatency) {
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
  EXPECT_EQ(report.connections.at(0).result, indeterminate);
  EXPECT_EQ(signal_of(report.paths.at(0).status, Signal::latency).reading.note,
            "4 of the 5 samples that are needed");
}

TEST(AlertMonitor, IsIndeterminateAtOnceWithoutASourceAddress) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  evaluations.at(0s);
  evaluations.snapshot.prefixes[0].choice.source.reset();
  evaluations.snapshot.prefixes[0].choice.problem = "this host has no address in 203.0.113.0/24";
  EXPECT_EQ(evaluations.at(10s).connections.at(0).result, indeterminate);
  EXPECT_THAT(evaluations.lines,
              Contains(HasSubstr("latency Pass → Indeterminate: no source address: this host has "
                                 "no address in 203.0.113.0/24")));
}

TEST(AlertMonitor, IsIndeterminateWhenTheDaemonMissedMostOfItsProbes) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 10, 10ms);
  evaluations.snapshot.targets[0].window.advance(25);
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(report.connections.at(0).result, indeterminate);
  EXPECT_EQ(signal_of(report.paths.at(0).status, Signal::loss).reading.note,
            "15 of 25 due probes were not measured by this host");
}

TEST(AlertMonitor, IsIndeterminateOfAnEndpointThatHasNeverAnswered) {
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

TEST(AnEndpointsThresholds, AloneEnableNoAlerts) {
  Config config = seattle(AlertConfig{});
  config.endpoints[0].alerts.loss.warning = 0.05;
  EXPECT_FALSE(has_thresholds(config));
  Evaluations evaluations(std::move(config));
  lose(evaluations.snapshot.targets[0], 1, 30);
  EXPECT_THAT(evaluations.at(0s).paths, IsEmpty());
}

TEST(NotMeasured, WarnsAfterTheConfiguredTime) {
  Evaluations evaluations(seattle());
  evaluations.snapshot.prefixes[0].choice.source.reset();
  const auto warns = [&](Duration time) {
    return signal_of(evaluations.at(time).paths.at(0).status, Signal::not_measured)
        .state.warning.active;
  };
  EXPECT_FALSE(warns(0s));
  EXPECT_FALSE(warns(59s));
  EXPECT_TRUE(warns(60s));
  EXPECT_EQ(evaluations.at(61s).paths.at(0).status.overall.result, indeterminate);
}

TEST(NotMeasured, IsNotRaisedWhileTheWindowIsTooYoung) {
  Evaluations evaluations(seattle());
  answer(evaluations.snapshot.targets[0], 1, 2, 10ms);
  evaluations.at(0s);
  const AlertReport report = evaluations.at(5min);
  EXPECT_EQ(report.paths.at(0).status.overall.result, indeterminate);
  EXPECT_FALSE(
      signal_of(report.paths.at(0).status, Signal::not_measured).state.warning.exceeded_since);
}

TEST(AnEndpointsThresholds, CountForItsPathAndNotForThePrefix) {
  Config config = seattle();
  config.endpoints[0].alerts.latency.warning = 300ms;
  config.endpoints[0].alerts.latency.critical = std::optional<Duration>();
  config.endpoints[0].alerts.hold = 0s;
  config.connections[0].prefixes[0].alerts.hold = 0s;
  Evaluations evaluations(std::move(config));
  answer(evaluations.snapshot.targets[0], 1, 30, 120ms);
  const AlertReport report = evaluations.at(0s);
  EXPECT_EQ(report.paths.at(0).status.overall.result, pass);
  EXPECT_EQ(report.prefixes.at(0).status.overall.result, fail);
}

TEST(AGroup, FailsOnlyWhenNoneOfItsConnectionsPasses) {
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
  EXPECT_EQ(half.connections.at(1).result, fail);
  EXPECT_EQ(half.groups.at("west").result, pass);
  answer(evaluations.snapshot.targets[0], 31, 30, 120ms);
  EXPECT_EQ(evaluations.at(10s).groups.at("west").result, fail);
  EXPECT_THAT(evaluations.lines,
              Contains("redundancy group west: Pass → Fail; it was Pass for 10s"));
}

TEST(AnotherConfiguration, KeepsTheStateOfUnchangedSubjects) {
  AlertConfig alerts = latency_and_loss();
  Evaluations evaluations(seattle(alerts));
  answer(evaluations.snapshot.targets[0], 1, 30, 70ms);
  evaluations.at(0s);
  evaluations.at(60s);
  Snapshot other = blank_snapshot(config({endpoint("edge", "192.0.2.1", {icmp_probe()})},
                                         {watched("portland", "198.51.100.0/24", alerts),
                                          watched("seattle", "203.0.113.0/24", alerts)}));
  other.targets[1].window = evaluations.snapshot.targets[0].window;
  evaluations.snapshot = other;
  const AlertReport report = evaluations.at(65s);
  EXPECT_EQ(report.connections.at(1).result, warning);
  EXPECT_EQ(report.connections.at(1).since, MonotonicTime{1h + 60s});
  EXPECT_EQ(report.connections.at(0).result, indeterminate);
}

TEST(AMismatchOfTheEgress, FailsThePrefixAndNamesTheAddress) {
  AlertConfig alerts = latency_and_loss();
  alerts.egress_mismatch = Severity::critical;
  alerts.hold = 0s;
  Evaluations evaluations(seattle(alerts));
  answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
  EXPECT_EQ(evaluations.at(0s).prefixes.at(0).status.overall.result, pass);
  TargetObservations observations;
  observations.seen_from =
      SeenFrom{boost::asio::ip::make_address("198.51.100.7"), evaluations.snapshot.taken_at};
  set_observations(evaluations.snapshot.targets[0], observations);
  EXPECT_EQ(evaluations.at(1s).prefixes.at(0).status.overall.result, fail);
  EXPECT_THAT(evaluations.lines, Contains(HasSubstr("seen from 198.51.100.7")));
}

TEST(AChangeOfThePoP, StandsOutForAWindow) {
  AlertConfig alerts;
  alerts.pop_change = Severity::warning;
  Evaluations evaluations(seattle(alerts));
  TargetObservations observations;
  observations.pop = SeenPop{{"FRA", "", "x-msedge-ref"}, MonotonicTime{1h}};
  set_observations(evaluations.snapshot.targets[0], observations);
  EXPECT_EQ(evaluations.at(0s).paths.at(0).status.overall.result, pass);
  observations.pop_changes = 1;
  observations.pop_changed_at = MonotonicTime{1h + 1s};
  set_observations(evaluations.snapshot.targets[0], observations);
  EXPECT_EQ(evaluations.at(2s).paths.at(0).status.overall.result, warning);
  EXPECT_EQ(evaluations.at(5min).paths.at(0).status.overall.result, warning);
  EXPECT_EQ(evaluations.at(5min + 2s).paths.at(0).status.overall.result, pass);
}

TEST(ACertificate, WarnsByItsRemainingValidity) {
  AlertConfig alerts;
  alerts.cert_expiry = {std::chrono::hours{720}, std::chrono::hours{168}};
  alerts.hold = 0s;
  Config config = seattle(alerts);
  config.endpoints[0].probes = {{HttpOptions{}, 10s, 2s, "https"}};
  Evaluations evaluations(std::move(config));
  const auto with_hours_left = [&](int hours) {
    TargetObservations observations;
    observations.certificate =
        SeenCertificate{WallTime{1000h + std::chrono::hours{hours}}, evaluations.snapshot.taken_at};
    set_observations(evaluations.snapshot.targets[0], observations);
    return evaluations.at(0s).paths.at(0).status.overall.result;
  };
  EXPECT_EQ(with_hours_left(721), pass);
  EXPECT_EQ(with_hours_left(719), warning);
  EXPECT_EQ(with_hours_left(167), fail);
  EXPECT_EQ(with_hours_left(721), pass);
}

// Neither an expiring certificate nor a changed PoP may hide that nothing was measured.
TEST(ACertificate, DoesNotHideThatNothingWasMeasured) {
  AlertConfig alerts = latency_and_loss();
  alerts.cert_expiry = {std::chrono::hours{720}, std::chrono::hours{168}};
  alerts.hold = 0s;
  Config config = seattle(alerts);
  config.endpoints[0].probes = {{HttpOptions{}, 10s, 2s, "https"}};
  Evaluations evaluations(std::move(config));
  TargetObservations observations;
  observations.certificate = SeenCertificate{WallTime{1100h}, evaluations.snapshot.taken_at};
  set_observations(evaluations.snapshot.targets[0], observations);
  evaluations.snapshot.targets[0].window.advance(25);
  AlertReport report = evaluations.at(0s);
  const SubjectStatus& path = report.paths.at(0).status;
  EXPECT_EQ(path.overall.result, fail);
  EXPECT_TRUE(signal_of(path, Signal::not_measured).state.warning.active);
  EXPECT_EQ(signal_of(path, Signal::not_measured).reading.note,
            "25 of 25 due probes were not measured by this host");

  answer(evaluations.snapshot.targets[0], 26, 30, 10ms);
  report = evaluations.at(1s);
  EXPECT_FALSE(signal_of(report.paths.at(0).status, Signal::not_measured).state.warning.active);
}

}  // namespace
}  // namespace peeringd

#include "alert/alert_monitor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reachability/reach_monitor.hpp"
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
    const Rollup rollup = roll_up(snapshot);
    const ReachReport reach = reach_.update(snapshot, rollup);
    std::vector<const PrefixRouteReport*> of_prefixes;
    if (routes) of_prefixes = {&*routes};
    AlertMonitor::Evaluation evaluation =
        monitor_.evaluate({snapshot, rollup, reach, WallTime{1000h + time}, of_prefixes});
    lines.clear();
    for (const Transition& transition : evaluation.transitions) {
      lines.push_back(to_string(event_of(transition)));
    }
    return std::move(evaluation.report);
  }

  Snapshot snapshot;
  std::optional<PrefixRouteReport> routes;
  std::vector<std::string> lines;  // summaries of the last evaluation

 private:
  ReachMonitor reach_;
  AlertMonitor monitor_;
};

const SignalStatus& signal_of(const SubjectStatus& subject, Signal signal) {
  for (const SignalStatus& status : subject.signals) {
    if (status.signal == signal) return status;
  }
  throw std::out_of_range("the subject has no such signal");
}

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
  config.endpoints[0].alerts.loss.warning = 0.05;
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

TEST(EgressMismatch, FailsThePrefixAndNamesTheAddress) {
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

TEST(PopChange, WarnsForOneWindow) {
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

TEST(CertificateExpiry, WarnsByItsRemainingValidity) {
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
TEST(CertificateExpiry, DoesNotHideThatNothingWasMeasured) {
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

// What is said of a connection that expects AMS, or FRA as a backup.
class ExpectedLocations : public testing::Test {
 protected:
  ExpectedLocations() : evaluations_(expecting()) {
    answer(evaluations_.snapshot.targets[0], 1, 30, 10ms);
  }

  static Config expecting() {
    Config config = seattle();
    config.connections[0].edge = {{"AMS"}, {"FRA"}};
    return config;
  }

  AggregateStatus served_by(const char* code) {
    TargetObservations observations;
    observations.pop = SeenPop{{code, "", "x-msedge-ref"}, evaluations_.snapshot.taken_at};
    set_observations(evaluations_.snapshot.targets[0], observations);
    return evaluations_.at(0s).connections.at(0);
  }

  Evaluations evaluations_;
};

TEST_F(ExpectedLocations, HaveNoNoteWhileThePrimaryServes) {
  const AggregateStatus status = served_by("AMS");
  EXPECT_EQ(status.overall.result, pass);
  EXPECT_EQ(status.reason, "");
}

TEST_F(ExpectedLocations, PassWithANoteWhileTheBackupServes) {
  const AggregateStatus status = served_by("FRA");
  EXPECT_EQ(status.overall.result, pass);
  EXPECT_EQ(status.reason, "served by the backup location FRA");
}

TEST_F(ExpectedLocations, WarnWhileNeitherServes) {
  const AggregateStatus status = served_by("LON");
  EXPECT_EQ(status.overall.result, warning);
  EXPECT_EQ(status.reason, "served by LON, neither the primary nor the backup location");
}

// The prefix is up, and one signal of its routes is read.
class RouteAlerts : public testing::Test {
 protected:
  RouteAlerts() {
    answer(evaluations.snapshot.targets[0], 1, 30, 10ms);
    evaluations.routes.emplace();
  }

  void read(RouteSignal signal, std::optional<bool> bad, std::string note = "", bool mild = false) {
    evaluations.routes->signals[static_cast<std::size_t>(signal)] = {true, bad, mild,
                                                                     std::move(note)};
  }
  SubjectStatus prefix_at(Duration time) { return evaluations.at(time).prefixes.at(0).status; }

  Evaluations evaluations{seattle()};
};

TEST_F(RouteAlerts, DoNotAffectTheResultWhileUnknown) {
  read(RouteSignal::origin, std::nullopt, "no source of routes shows it");
  const SubjectStatus status = prefix_at(0s);
  EXPECT_EQ(signal_of(status, Signal::route_origin).state.result, indeterminate);
  EXPECT_EQ(status.overall.result, pass);
  EXPECT_EQ(status.reason, "");
  EXPECT_EQ(signal_of(status, Signal::not_measured).state.result, pass);
}

TEST_F(RouteAlerts, FailImmediatelyAndPageForAForeignOrigin) {
  read(RouteSignal::origin, false);
  EXPECT_EQ(prefix_at(0s).overall.result, pass);
  read(RouteSignal::origin, true, "announced by AS 64666 instead of AS 64496");
  const SubjectStatus status = prefix_at(1s);
  EXPECT_EQ(status.overall.result, fail);
  EXPECT_EQ(status.reason, "announced by AS 64666 instead of AS 64496");
  EXPECT_TRUE(signal_of(status, Signal::route_origin).rule.page);
  read(RouteSignal::origin, std::nullopt, "no source of routes shows it");
  EXPECT_EQ(prefix_at(2s).overall.result, pass) << "only a known failure may change the result";
}

TEST_F(RouteAlerts, WarnOfAForeignOriginThatIsRpkiValid) {
  read(RouteSignal::origin, true, "the RPKI allows it", true);
  const SubjectStatus status = prefix_at(0s);
  EXPECT_EQ(status.overall.result, warning);
  EXPECT_FALSE(signal_of(status, Signal::route_origin).state.critical.active);
}

TEST_F(RouteAlerts, WaitAndDoNotPageForAWithdrawnRoute) {
  read(RouteSignal::withdrawn, false);
  prefix_at(0s);
  read(RouteSignal::withdrawn, true, "no primary session has the route");
  EXPECT_EQ(prefix_at(1s).overall.result, pass);
  const SubjectStatus status = prefix_at(61s);
  EXPECT_EQ(status.overall.result, fail);
  EXPECT_FALSE(signal_of(status, Signal::route_withdrawn).rule.page);
}

TEST_F(RouteAlerts, CompareVisibilityWithItsThresholds) {
  AlertConfig alerts = latency_and_loss();
  alerts.route_visibility = {0.8, 0.5};
  Evaluations with_limits(seattle(alerts));
  answer(with_limits.snapshot.targets[0], 1, 30, 10ms);
  with_limits.routes.emplace();
  with_limits.routes->signals[static_cast<std::size_t>(RouteSignal::visibility)].applies = true;
  with_limits.routes->visibility = RouteVisibility{40, 40};
  EXPECT_EQ(with_limits.at(0s).connections.at(0).overall.result, pass);
  with_limits.routes->visibility = RouteVisibility{10, 40};
  with_limits.at(1s);
  const AlertReport report = with_limits.at(61s);
  EXPECT_EQ(report.connections.at(0).overall.result, fail);
  EXPECT_EQ(report.prefixes.at(0).status.reason, "visibility 25%, below 50%");
}

TEST_F(RouteAlerts, AreAbsentIfOffOrNotApplicable) {
  AlertConfig alerts = latency_and_loss();
  alerts.routes.fill(std::nullopt);
  Evaluations off(seattle(alerts));
  off.routes.emplace();
  for (auto& signal : off.routes->signals) signal.applies = true;
  const AlertReport report = off.at(0s);
  for (const SignalStatus& status : report.prefixes.at(0).status.signals) {
    EXPECT_FALSE(is_of_routes(status.signal));
  }
}

TEST_F(RouteAlerts, AppearInTheReasonIfThePrefixIsDown) {
  prefix_at(0s);
  lose(evaluations.snapshot.targets[0], 31, 30);
  read(RouteSignal::withdrawn, true, "no primary session has the route");
  std::string reason;
  for (Duration time = 10s; time <= 40s; time += 10s) {
    reason = evaluations.at(time).connections.at(0).reason;
  }
  EXPECT_THAT(reason, HasSubstr("; no primary session has the route"));
}

}  // namespace
}  // namespace peeringd

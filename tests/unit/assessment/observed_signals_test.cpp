// Egress, PoPs, certificates, and expected locations.
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
  answer(evaluations.snapshot.targets[0], 1, 1, 10ms);
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
  answer(evaluations.snapshot.targets[0], 1, 1, 10ms);
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

// The result of a connection whose primary location is AMS and whose backup is FRA.
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

}  // namespace
}  // namespace peeringd

// Signals of routes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assessment/evaluations.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using enum TestResult;
using testing::HasSubstr;

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

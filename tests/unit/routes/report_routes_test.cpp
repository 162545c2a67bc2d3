#include "routes/report_routes.hpp"

#include <gmock/gmock.h>

#include "scenario.hpp"

namespace peeringd {
namespace {

PrefixRouteReport report_of(Scenario& scenario) {
  return report_routes(scenario.table(), scenario.plan(), scenario.now()).front();
}

RouteSignalReading reading(Scenario& scenario, RouteSignal signal) {
  return report_of(scenario).signals[static_cast<std::size_t>(signal)];
}

TEST(RouteReport, ShowsTheSessionsAndTheRouteInUse) {
  Scenario scenario;
  scenario.all_well();
  const PrefixRouteReport report = report_of(scenario);
  ASSERT_EQ(report.sessions.size(), 3U);
  EXPECT_EQ(report.sessions[0].presence, Presence::present);
  EXPECT_EQ(report.sessions[0].route->origin, 64496U);
  EXPECT_EQ(report.sessions[2].presence, Presence::absent);
  EXPECT_FALSE(report.sessions[2].route);
  EXPECT_EQ(report.active, 0U);
  EXPECT_EQ(report.backup, 1U);
  EXPECT_TRUE(report.faults.empty());
}

TEST(RouteReport, ListsBadStatesWhileTheyLastAndCountsEvents) {
  Scenario scenario;
  scenario.all_well().announce(watch_session, {64503, 64666});
  const PrefixRouteReport report = report_of(scenario);
  ASSERT_EQ(report.faults.size(), 1U);
  EXPECT_EQ(report.faults[0].kind, EventKind::origin_change);
  EXPECT_EQ(report.faults[0].as, 64666U);
  EXPECT_EQ(report.faults[0].bmp_witnesses, 1U);
  EXPECT_EQ(report.faults[0].path.sequence, (std::vector<AsNumber>{64503, 64666}));
  EXPECT_EQ(report.events.at(EventKind::origin_change).count, 1U);
  scenario.withdraw(watch_session);
  EXPECT_TRUE(report_of(scenario).faults.empty());
}

TEST(RouteReport, OfARouterThatShowsOnlyWithdrawalsSaysSo) {
  Scenario scenario;
  scenario.up(primary_session).withdraw(primary_session);
  EXPECT_TRUE(report_of(scenario).sessions[0].only_withdraws);
}

TEST(RouteSignals, AreNotKnownUntilASourceIs) {
  Scenario scenario;
  EXPECT_EQ(reading(scenario, RouteSignal::origin).bad, std::nullopt);
  EXPECT_EQ(reading(scenario, RouteSignal::withdrawn).bad, std::nullopt);
  scenario.all_well();
  EXPECT_EQ(reading(scenario, RouteSignal::origin).bad, false);
  EXPECT_EQ(reading(scenario, RouteSignal::withdrawn).bad, false);
  scenario.disconnected("edge-1");
  EXPECT_EQ(reading(scenario, RouteSignal::origin).bad, std::nullopt);
  EXPECT_EQ(reading(scenario, RouteSignal::withdrawn).bad, std::nullopt);
  EXPECT_EQ(reading(scenario, RouteSignal::backup_withdrawn).bad, false);
}

TEST(RouteSignals, AreBadWhileTheStateLasts) {
  Scenario scenario;
  scenario.all_well().withdraw(primary_session);
  EXPECT_EQ(reading(scenario, RouteSignal::withdrawn).bad, true);
  scenario.announce(watch_session, {64503, 64666});
  EXPECT_EQ(reading(scenario, RouteSignal::origin).bad, true);
  scenario.announce(watch_session, {64503, 64666}, "203.0.113.128/25");
  EXPECT_EQ(reading(scenario, RouteSignal::more_specific).bad, true);
}

TEST(RouteSignals, OfTheOriginsOwnMoreSpecificAreGood) {
  Scenario scenario;
  scenario.all_well().announce(watch_session, {64503, 64496}, "203.0.113.128/25");
  EXPECT_EQ(reading(scenario, RouteSignal::more_specific).bad, false);
}

TEST(RouteSignals, AreInDoubtWhenTheWitnessIsLost) {
  Scenario scenario;
  scenario.all_well().announce(backup_session, {64502, 64666});
  EXPECT_EQ(reading(scenario, RouteSignal::backup_origin).bad, true);
  scenario.disconnected("edge-2");
  EXPECT_EQ(reading(scenario, RouteSignal::backup_origin).bad, std::nullopt);
}

TEST(RouteSource, IsSynchronisedWhenAllItsTablesAreKnown) {
  Scenario scenario;
  EXPECT_FALSE(is_synchronised(scenario.table(), scenario.plan(), "edge-1"));
  scenario.up(primary_session).up(watch_session).complete(primary_session);
  EXPECT_FALSE(is_synchronised(scenario.table(), scenario.plan(), "edge-1"));
  scenario.complete(watch_session);
  EXPECT_TRUE(is_synchronised(scenario.table(), scenario.plan(), "edge-1"));
  EXPECT_FALSE(is_synchronised(scenario.table(), scenario.plan(), "edge-2"));
  scenario.down(watch_session);
  EXPECT_TRUE(is_synchronised(scenario.table(), scenario.plan(), "edge-1"));
}

}  // namespace
}  // namespace peeringd

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
  scenario.converge();
  const PrefixRouteReport report = report_of(scenario);
  ASSERT_EQ(report.sessions.size(), 3U);
  EXPECT_EQ(report.sessions[0].presence, Presence::present);
  EXPECT_EQ(report.sessions[0].route->origin, 64496U);
  EXPECT_EQ(report.sessions[2].presence, Presence::absent);
  EXPECT_FALSE(report.sessions[2].route);
  EXPECT_EQ(report.active, 0U);
  EXPECT_EQ(report.backup, 1U);
  EXPECT_TRUE(report.anomalies.empty());
}

TEST(RouteReport, NamesTheUpstreamThatTheRulesCompare) {
  Scenario scenario;
  scenario.converge();
  EXPECT_EQ(report_of(scenario).sessions[0].upstream, 64501U);
  EXPECT_EQ(report_of(scenario).sessions[1].upstream, 64520U);
  EXPECT_EQ(report_of(scenario).sessions[2].upstream, std::nullopt) << "without a route";
  scenario.announce(primary_session, {64496, 64496});
  EXPECT_EQ(report_of(scenario).sessions[0].upstream, std::nullopt) << "the origin is alone";
  BgpRoute route;
  route.path = {{64501, 64502, 64502}, {64496, 64510}, /*ends_in_set=*/true};
  scenario.input(
      RouteObservation{primary_session, 64501, *IpPrefix::parse("203.0.113.0/24"), 0, route});
  EXPECT_EQ(report_of(scenario).sessions[0].upstream, 64502U) << "next to the set";
}

TEST(RouteReport, ListsActiveAnomaliesAndCountsEvents) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666});
  const PrefixRouteReport report = report_of(scenario);
  ASSERT_EQ(report.anomalies.size(), 1U);
  EXPECT_EQ(report.anomalies[0].kind, EventKind::origin_change);
  EXPECT_EQ(report.anomalies[0].as, 64666U);
  EXPECT_EQ(report.anomalies[0].bmp_witnesses, 1U);
  EXPECT_EQ(report.anomalies[0].path.sequence, (std::vector<AsNumber>{64503, 64666}));
  EXPECT_EQ(report.events.at(EventKind::origin_change).count, 1U);
  scenario.withdraw(foreign_session);
  EXPECT_TRUE(report_of(scenario).anomalies.empty());
}

TEST(RouteReport, ShowsSinceWhenASessionHasItsState) {
  Scenario scenario;
  scenario.converge();
  const MonotonicTime announced = scenario.now();
  EXPECT_EQ(report_of(scenario).sessions[0].session_up, true);
  scenario.wait(10).announce(primary_session, {64501, 64510, 64496});
  EXPECT_GT(report_of(scenario).sessions[0].since, announced);
  EXPECT_EQ(report_of(scenario).sessions[2].since, std::nullopt) << "absent from the start";
  scenario.wait(10).down(primary_session);
  EXPECT_EQ(report_of(scenario).sessions[0].session_up, false);
  EXPECT_EQ(report_of(scenario).sessions[0].since, scenario.now());
  scenario.disconnected("edge-1");
  EXPECT_EQ(report_of(scenario).sessions[0].session_up, std::nullopt);
}

TEST(RouteReport, GroupsTheRoutesOfRisPeersByOrigin) {
  Scenario without;
  EXPECT_FALSE(report_of(without).ris);
  Scenario scenario(monitored_prefix(), 3);
  scenario.ris_connected(true).ris_announce(1, {1, 64496}).ris_announce(2, {2, 64496});
  scenario.ris_announce(3, {3, 64666}).ris_announce(4, {4, 64496}).ris_withdraw(4);
  const RisReport ris = report_of(scenario).ris.value();
  EXPECT_TRUE(ris.current);
  EXPECT_EQ(ris.known, 4U);
  EXPECT_EQ(ris.visible, 3U);
  ASSERT_EQ(ris.routes.size(), 2U);
  EXPECT_EQ(ris.routes[0].origin, 64496U);
  EXPECT_EQ(ris.routes[0].peers, 2U);
  EXPECT_EQ(ris.routes[1].origin, 64666U);
  scenario.ris_connected(false);
  EXPECT_FALSE(report_of(scenario).ris->current);
  EXPECT_TRUE(report_of(scenario).ris->routes.empty()) << "not confirmed";
}

TEST(RouteReport, ShowsThatARouterReportsOnlyWithdrawals) {
  Scenario scenario;
  scenario.up(primary_session).withdraw(primary_session);
  EXPECT_TRUE(report_of(scenario).sessions[0].only_withdraws);
}

TEST(RouteSignals, AreUnknownUntilASourceIsSynchronised) {
  Scenario scenario;
  EXPECT_EQ(reading(scenario, RouteSignal::origin).bad, std::nullopt);
  EXPECT_EQ(reading(scenario, RouteSignal::withdrawn).bad, std::nullopt);
  scenario.converge();
  EXPECT_EQ(reading(scenario, RouteSignal::origin).bad, false);
  EXPECT_EQ(reading(scenario, RouteSignal::withdrawn).bad, false);
  scenario.disconnected("edge-1");
  EXPECT_EQ(reading(scenario, RouteSignal::origin).bad, std::nullopt);
  EXPECT_EQ(reading(scenario, RouteSignal::withdrawn).bad, std::nullopt);
  EXPECT_EQ(reading(scenario, RouteSignal::backup_withdrawn).bad, false);
}

TEST(RouteSignals, FailWhileAnAnomalyIsActive) {
  Scenario scenario;
  scenario.converge().withdraw(primary_session);
  EXPECT_EQ(reading(scenario, RouteSignal::withdrawn).bad, true);
  scenario.announce(foreign_session, {64503, 64666});
  EXPECT_EQ(reading(scenario, RouteSignal::origin).bad, true);
  scenario.announce(foreign_session, {64503, 64666}, "203.0.113.128/25");
  EXPECT_EQ(reading(scenario, RouteSignal::more_specific).bad, true);
}

TEST(RouteSignals, PassForAMoreSpecificOfTheOrigin) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64496}, "203.0.113.128/25");
  EXPECT_EQ(reading(scenario, RouteSignal::more_specific).bad, false);
}

TEST(RouteSignals, AreUnknownWhenTheReportingSessionIsLost) {
  Scenario scenario;
  scenario.converge().announce(backup_session, {64502, 64666});
  EXPECT_EQ(reading(scenario, RouteSignal::backup_origin).bad, true);
  scenario.disconnected("edge-2");
  EXPECT_EQ(reading(scenario, RouteSignal::backup_origin).bad, std::nullopt);
}

TEST(RouteSource, IsSynchronisedWhenAllItsTablesAreComplete) {
  Scenario scenario;
  EXPECT_FALSE(is_synchronised(scenario.table(), scenario.plan(), "edge-1"));
  scenario.up(primary_session).up(foreign_session).complete(primary_session);
  EXPECT_FALSE(is_synchronised(scenario.table(), scenario.plan(), "edge-1"));
  scenario.complete(foreign_session);
  EXPECT_TRUE(is_synchronised(scenario.table(), scenario.plan(), "edge-1"));
  EXPECT_FALSE(is_synchronised(scenario.table(), scenario.plan(), "edge-2"));
  scenario.down(foreign_session);
  EXPECT_TRUE(is_synchronised(scenario.table(), scenario.plan(), "edge-1"));
}

}  // namespace
}  // namespace peeringd

// Where a prefix is present: the failure table of sources, sessions and withdrawals. Only real
// differences are events.
#include <gmock/gmock.h>

#include "scenario.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* withdrawal = "PrefixWithdrawalEvent Warning";
constexpr const char* announcement = "PrefixAnnouncementEvent Information";
constexpr const char* active_path = "PrefixActivePath Information";
constexpr const char* backup_path = "PrefixBackupPath Information";

TEST(Presence, StartsWithoutAnAnnouncementEvent) {
  Scenario scenario;
  scenario.up(primary_session).up(backup_session);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.announce(primary_session, {64501, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre(active_path));
  EXPECT_EQ(scenario.last_summary(),
            "active route is on edge-1 from 192.0.2.11, AS path 64501 64496");
  scenario.announce(backup_session, {64502, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre(backup_path));
}

TEST(Presence, EndsWithAWithdrawalAndTheBackupRouteBecomesActive) {
  Scenario scenario;
  scenario.converge().withdraw(primary_session);
  EXPECT_THAT(scenario.take_events(), ElementsAre(withdrawal, active_path));
  EXPECT_EQ(scenario.last_summary(),
            "active route is on edge-2 from 192.0.2.12, AS path 64502 64520 64496");
  scenario.announce(primary_session, {64501, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre(announcement));
  EXPECT_THAT(scenario.wait(59).take_events(), IsEmpty())
      << "a change of the path must be reported at most once a minute";
  EXPECT_THAT(scenario.wait(1).take_events(), ElementsAre(active_path));
}

TEST(Presence, RaisesSeparateEventsForTheBackupRoute) {
  Scenario scenario;
  scenario.converge().withdraw(backup_session);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixBackupRouteWithdrawalEvent Warning"));
  scenario.announce(backup_session, {64502, 64520, 64496});
  EXPECT_THAT(scenario.take_events(),
              ElementsAre("PrefixBackupRouteAnnouncementEvent Information"));
}

TEST(Presence, EndsOnceWithTheBgpSessionEvenIfRoutesAreWithdrawnToo) {
  Scenario scenario;
  scenario.converge().down(primary_session);
  EXPECT_THAT(scenario.take_events(), ElementsAre(withdrawal, active_path));
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
  scenario.up(primary_session).announce(primary_session, {64501, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre(announcement));
}

TEST(Presence, BecomesUnknownWithoutAnEventWhenASourceIsLost) {
  Scenario scenario;
  scenario.converge().disconnected("edge-1");
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  EXPECT_EQ(scenario.presence(backup_session), Presence::present);
  EXPECT_THAT(scenario.wait(3600).take_events(), IsEmpty());

  Scenario other;
  other.converge().lost(primary_session);
  EXPECT_EQ(other.presence(primary_session), Presence::unknown);
  EXPECT_THAT(other.wait(3600).take_events(), IsEmpty());
}

TEST(Presence, ComparesWithTheStateBeforeAReconnect) {
  Scenario scenario;
  scenario.converge().disconnected("edge-1").wait(300).up(primary_session);
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown) << "the table is still arriving";
  scenario.announce(primary_session, {64501, 64496}).complete(primary_session).wait(60);
  EXPECT_THAT(scenario.take_events(), IsEmpty());

  scenario.disconnected("edge-1").wait(5).up(primary_session).complete(primary_session).wait(30);
  EXPECT_THAT(scenario.take_events(), ElementsAre(withdrawal, active_path));
}

// A router ends its table for a BGP session that has just come up, too: gobgpd 3.10, FRR 8.4.
TEST(Presence, IsUnknownUntilHalfAMinuteAfterAnEndOfRib) {
  Scenario scenario;
  scenario.up(primary_session).complete(primary_session).wait(29);
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  scenario.announce(primary_session, {64501, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre(active_path)) << "not that the route is back";
  scenario.converge().disconnected("edge-1").up(primary_session).complete(primary_session);
  EXPECT_THAT(scenario.wait(29).take_events(), IsEmpty());
  scenario.wait(1);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
  EXPECT_THAT(scenario.take_events(), ElementsAre(withdrawal, active_path));
}

TEST(Presence, CompletesATableWithoutEndOfRibAndSilenceAfterTenMinutes) {
  Scenario scenario;
  scenario.converge().disconnected("edge-1").up(primary_session);
  for (int second = 0; second < 599; ++second) {
    scenario.session(primary_session, SessionChange::What::receiving).wait(1);
  }
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  scenario.session(primary_session, SessionChange::What::receiving).wait(1);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
}

TEST(Presence, CompletesATableWithoutEndOfRibAfter30SecondsOfSilence) {
  Scenario scenario;
  scenario.converge().disconnected("edge-1").up(primary_session).wait(20);
  scenario.session(primary_session, SessionChange::What::receiving).wait(29);
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  scenario.wait(1);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
  EXPECT_THAT(scenario.take_events(), ElementsAre(withdrawal, active_path));
}

TEST(Presence, IsUnknownIfATableHasUnreadableMessages) {
  Scenario scenario;
  scenario.converge().disconnected("edge-1").up(primary_session);
  scenario.session(primary_session, SessionChange::What::incomplete).complete(primary_session);
  EXPECT_THAT(scenario.wait(3600).take_events(), IsEmpty());
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
}

TEST(Presence, IsUnknownWithoutAnEventForAnUnreadableRoute) {
  Scenario scenario;
  scenario.converge().unreadable(primary_session);
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  EXPECT_THAT(scenario.wait(60).take_events(), IsEmpty());
  scenario.announce(primary_session, {64501, 64496});
  EXPECT_THAT(scenario.take_events(), IsEmpty());
}

TEST(Presence, IsUnknownIfARouterShowsOnlyWithdrawals) {
  Scenario scenario;
  scenario.up(primary_session).withdraw(primary_session).complete(primary_session).wait(60);
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  EXPECT_TRUE(scenario.table().sessions[primary_session].only_withdraws());
  EXPECT_THAT(scenario.take_events(), IsEmpty());
}

TEST(Presence, IsKnownIfARouterShowsALoopedRoute) {
  Scenario scenario;
  scenario.up(primary_session);
  scenario.input(RouteObservation{primary_session, 64501, *IpPrefix::parse("203.0.113.0/24"), 0,
                                  RouteWithdrawal{.looped = true}});
  scenario.complete(primary_session).wait(30);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
  EXPECT_FALSE(scenario.table().sessions[primary_session].only_withdraws());
}

TEST(Presence, StaysAbsentIfASessionComesBackWithoutTheRoute) {
  Scenario scenario;
  scenario.converge().down(primary_session).wait(60).take_events();
  scenario.up(primary_session);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent) << "at once";
  scenario.complete(primary_session).wait(60);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.announce(primary_session, {64501, 64496});
  EXPECT_EQ(scenario.presence(primary_session), Presence::present);
  EXPECT_FALSE(scenario.take_events().empty()) << "the route is back";
}

TEST(Presence, EndsWithTheLastOfSeveralPaths) {
  Scenario scenario;
  scenario.converge();
  scenario.announce(primary_session, {64501, 64520, 64496}, "203.0.113.0/24", 2);
  scenario.withdraw(primary_session, "203.0.113.0/24", 2);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.withdraw(primary_session);
  EXPECT_THAT(scenario.take_events(), ElementsAre(withdrawal, active_path));
}

MonitoredPrefix with_view(RouteView view, SessionShows shows) {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.sessions = {{primary_session, SessionRole::primary, shows}};
  monitored.sessions.front().at.view = view;
  return monitored;
}

// gobgpd withdraws everything after policy and in its own table before it stops.
TEST(Presence, IgnoresWithdrawalsBeforeADisconnect) {
  for (const RouteView view : {RouteView::post_policy, RouteView::local}) {
    Scenario scenario(
        with_view(view, view == RouteView::local ? SessionShows::local : SessionShows::received));
    const Vantage at = scenario.plan().prefixes.front().sessions.front().at;
    scenario.up(at).announce(at, {64501, 64496}).complete(at).take_events();
    scenario.withdraw(at).wait(2).disconnected("edge-1").wait(600);
    EXPECT_THAT(scenario.take_events(), IsEmpty());
    EXPECT_EQ(scenario.presence(at), Presence::unknown);
    scenario.up(at).announce(at, {64501, 64496}).complete(at);
    EXPECT_THAT(scenario.take_events(), IsEmpty());
  }
}

TEST(Presence, EndsThreeSecondsAfterAWithdrawalWhereRoutersWithdrawBeforeTheyStop) {
  Scenario scenario(with_view(RouteView::post_policy, SessionShows::received));
  const Vantage at = scenario.plan().prefixes.front().sessions.front().at;
  scenario.up(at).announce(at, {64501, 64496}).complete(at).take_events();
  scenario.withdraw(at).wait(2);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.announce(at, {64501, 64496}).wait(5);
  EXPECT_THAT(scenario.take_events(), IsEmpty()) << "the route was announced again in time";
  scenario.withdraw(at).wait(3);
  EXPECT_THAT(scenario.take_events(), ElementsAre(withdrawal));
}

TEST(Presence, EndsOnceIfWithdrawalsPrecedeTheEndOfTheSession) {
  Scenario scenario(with_view(RouteView::post_policy, SessionShows::received));
  const Vantage at = scenario.plan().prefixes.front().sessions.front().at;
  scenario.up(at).announce(at, {64501, 64496}).complete(at).take_events();
  scenario.withdraw(at).down(at).wait(10);
  EXPECT_THAT(scenario.take_events(), ElementsAre(withdrawal));
  EXPECT_EQ(scenario.last_summary(),
            "route is gone on edge-1 from 192.0.2.11: the BGP session ended");
}

TEST(Presence, IsNotReportedOnSessionsThatShowForeignRoutes) {
  Scenario scenario;
  scenario.converge();
  scenario.announce(foreign_session, {64503, 64496})
      .withdraw(foreign_session)
      .down(foreign_session);
  EXPECT_THAT(scenario.wait(60).take_events(), IsEmpty());
}

TEST(Presence, IgnoresUnconfiguredSessionsAndPrefixes) {
  Scenario scenario;
  scenario.converge();
  Vantage other = primary_session;
  other.router = "edge-9";
  scenario.up(other).announce(other, {64666});
  scenario.announce(primary_session, {64666}, "198.51.100.0/24");
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  EXPECT_FALSE(scenario.table().sessions.contains(other));
}

TEST(Presence, SurvivesAReloadForUnchangedPrefixes) {
  Scenario scenario;
  scenario.converge();
  scenario.table() =
      adopt(std::move(scenario.table()), scenario.plan(), scenario.plan(), scenario.now());
  EXPECT_THAT(scenario.input(PlanChange{}).wait(60).take_events(), IsEmpty());
  EXPECT_EQ(scenario.presence(primary_session), Presence::present);
}

TEST(Presence, IsUnknownAfterAReloadThatAddsAPrefixUntilTablesAreSentAgain) {
  Scenario scenario;
  scenario.converge();
  MonitoredPrefix more = monitored_prefix();
  more.prefix = *IpPrefix::parse("198.51.100.0/24");
  more.subject.prefix = "198.51.100.0/24";
  const RoutePlan bigger = make_route_plan({monitored_prefix(), more}, {});
  RouteTable table = adopt(std::move(scenario.table()), scenario.plan(), bigger, scenario.now());
  EXPECT_THAT(observe(table, bigger, PlanChange{}, scenario.now()), IsEmpty());
  EXPECT_EQ(table.sessions[primary_session].link, SessionState::Link::unknown);
  EXPECT_TRUE(table.prefixes[0].entries.empty());
  EXPECT_EQ(table.prefixes[1].entries.size(), 2U);
}

}  // namespace
}  // namespace peeringd

// What a reconnect leaves in doubt: tables that begin late, and RIS peers that are silent.
#include <gmock/gmock.h>

#include "routes/anomalies.hpp"
#include "routes/report_routes.hpp"
#include "scenario.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Cisco IOS-XR: `initial-refresh delay`.
TEST(RouterReconnect, RaisesNoWithdrawalForADelayedTable) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666}).take_events();
  scenario.disconnected("edge-1").up(primary_session).up(foreign_session).wait(290);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  scenario.announce(primary_session, {64501, 64496}).announce(foreign_session, {64503, 64666});
  EXPECT_THAT(scenario.wait(60).take_events(), IsEmpty());
}

TEST(RouterReconnect, CompletesTheTableOfASilentRouterAfterFiveMinutes) {
  Scenario scenario;
  scenario.converge().disconnected("edge-1").up(primary_session).wait(299);
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  scenario.wait(1);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
}

std::optional<bool> origin_now(Scenario& scenario) {
  return report_routes(scenario.table(), scenario.plan(), scenario.now())
      .front()
      .signals[static_cast<std::size_t>(RouteSignal::origin)]
      .bad;
}

MonitoredPrefix only_ris() {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.sessions.clear();
  return monitored;
}

TEST(RisReconnect, LeavesTheOriginUnknownUntilEnoughPeersHaveReported) {
  Scenario scenario(only_ris(), 3);
  scenario.ris_connected(true).ris_announce(1, {1, 64496}).ris_announce(2, {2, 64496});
  EXPECT_EQ(origin_now(scenario), std::nullopt);
  scenario.ris_announce(3, {3, 64496});
  EXPECT_EQ(origin_now(scenario), false);
  scenario.ris_connected(false).ris_connected(true);
  EXPECT_EQ(origin_now(scenario), std::nullopt);
}

TEST(RisReconnect, KeepsAnAnomalyOfSilentPeers) {
  Scenario scenario(only_ris(), 2);
  scenario.ris_connected(true)
      .ris_announce(1, {1, 64666})
      .ris_announce(2, {2, 64666})
      .take_events();
  EXPECT_EQ(origin_now(scenario), true);
  scenario.ris_connected(false).wait(600).ris_connected(true).wait(400);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  EXPECT_EQ(origin_now(scenario), std::nullopt);
  scenario.ris_announce(1, {1, 64496});
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.ris_announce(2, {2, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeClearedEvent Information"));
  EXPECT_EQ(origin_now(scenario), false);
}

TEST(RisReconnect, WaitsSixMinutesForPeersAfterAReconnect) {
  Scenario scenario(only_ris(), 2);
  scenario.ris_connected(true)
      .ris_announce(1, {1, 64666})
      .ris_announce(2, {2, 64666})
      .take_events();
  scenario.ris_connected(false).wait(600).ris_connected(true).wait(300);
  scenario.ris_announce(3, {3, 64496}).ris_announce(4, {4, 64496});
  EXPECT_THAT(scenario.take_events(), IsEmpty()) << "the first two may still have it";
  scenario.wait(61);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeClearedEvent Information"));
}

TEST(RisPeer, DoesNotKeepAnAnomalyByAnUnreadableRoute) {
  Scenario scenario(monitored_prefix(), 2);
  const Vantage peer{RouteSource::ris, "rrc01", boost::asio::ip::make_address("192.0.2.99"),
                     RouteView::pre_policy};
  scenario.converge().ris_connected(true).unreadable(peer).announce(foreign_session,
                                                                    {64503, 64666});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeEvent Critical"));
  scenario.withdraw(foreign_session);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeClearedEvent Information"));
}

TEST(SessionMessage, AffectsNoPrefixIfNothingChanges) {
  Scenario scenario(monitored_prefix(), 1);
  scenario.converge();
  const auto concerned = [&](const Vantage& at, SessionChange::What what) {
    return apply(scenario.table(), scenario.plan(), SessionChange{at, 64501, what}, scenario.now())
        .size();
  };
  EXPECT_EQ(concerned(primary_session, SessionChange::What::receiving), 0U);
  EXPECT_EQ(concerned(primary_session, SessionChange::What::synchronised), 0U);
  EXPECT_EQ(concerned(primary_session, SessionChange::What::incomplete), 1U);
  EXPECT_EQ(concerned(primary_session, SessionChange::What::incomplete), 0U);
  EXPECT_EQ(concerned(primary_session, SessionChange::What::lost), 1U);
  EXPECT_EQ(concerned(primary_session, SessionChange::What::receiving), 1U) << "it is up again";
}

TEST(Withdrawal, IsNotClearedByAMoreSpecific) {
  Scenario scenario;
  scenario.up(primary_session).announce(primary_session, {64501, 64496});
  scenario.withdraw(primary_session);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
  scenario.announce(primary_session, {64501, 64496}, "203.0.113.128/25");
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
}

TEST(Withdrawal, DoesNotReduceVisibilityForAnUnconfirmedRisRoute) {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.min_visibility = 0.8;
  Scenario scenario(monitored, 3);
  scenario.converge().ris_connected(true);
  for (AsNumber peer = 1; peer <= 100; ++peer) scenario.ris_announce(peer, {peer, 64501, 64496});
  scenario.ris_connected(false).ris_connected(true).take_events();
  for (AsNumber peer = 1; peer <= 30; ++peer) scenario.ris_withdraw(peer);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  EXPECT_EQ(visibility_of(scenario.table().prefixes[0], monitored.prefix).known, 0U);
}

}  // namespace
}  // namespace peeringd

// Bad states of routes: each has an event when it begins and one when it is over.
#include <gmock/gmock.h>

#include "routes/anomalies.hpp"
#include "scenario.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

const std::string origin = "PrefixOriginAsChangeEvent Critical";
const std::string origin_cleared = "PrefixOriginAsChangeClearedEvent Information";
const std::string path_changed = "PrefixActivePath Information";

TEST(ForeignOrigin, OnThePrimarySessionIsCriticalUntilTheExpectedOriginReturns) {
  Scenario scenario;
  scenario.converge().announce(primary_session, {64501, 64666});
  EXPECT_THAT(scenario.take_events(), ElementsAre(origin, path_changed));
  scenario.announce(primary_session, {64501, 64666});
  EXPECT_THAT(scenario.take_events(), IsEmpty())
      << "a repeated announcement must not raise a second event";
  scenario.announce(primary_session, {64501, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre(origin_cleared));
}

TEST(ForeignOrigin, EventNamesTheOriginAndTheSessions) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666});
  EXPECT_THAT(scenario.take_events(), ElementsAre(origin));
  EXPECT_EQ(scenario.last_summary(),
            "announced by AS 64666 instead of AS 64496: seen on edge-1 from 192.0.2.13 (AS path "
            "64503 64666)");
}

TEST(ForeignOrigin, OnABackupSessionRaisesABackupEvent) {
  Scenario scenario;
  scenario.converge().announce(backup_session, {64502, 64666}).withdraw(backup_session);
  EXPECT_THAT(scenario.take_events(),
              IsSupersetOf({"PrefixBackupRouteOriginAsChangeEvent Error",
                            "PrefixBackupRouteOriginAsChangeClearedEvent Information"}));
}

TEST(ForeignOrigin, EndsWithTheLastSessionThatReportsIt) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666});
  scenario.announce(primary_session, {64501, 64666}).take_events();
  scenario.withdraw(foreign_session);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.announce(primary_session, {64501, 64496});
  EXPECT_THAT(scenario.take_events(), Contains(origin_cleared));
}

TEST(ForeignOrigin, SurvivesAReconnectOfItsOnlySession) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666}).take_events();
  scenario.disconnected("edge-1").wait(600).up(foreign_session);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.announce(foreign_session, {64503, 64666}).complete(foreign_session);
  EXPECT_THAT(scenario.wait(30).take_events(), IsEmpty());
  scenario.disconnected("edge-1").up(foreign_session).complete(foreign_session).wait(30);
  EXPECT_THAT(scenario.take_events(), ElementsAre(origin_cleared));
}

TEST(ForeignOrigin, StaysActiveWhileTheRouteCannotBeRead) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666}).take_events();
  scenario.unreadable(foreign_session);
  EXPECT_THAT(scenario.wait(60).take_events(), IsEmpty());
}

TEST(ForeignOrigin, IncludesAForeignMemberOfAnAsSet) {
  Scenario scenario;
  BgpRoute route;
  route.path = {{64501}, {64496, 64666}, true};
  scenario.converge().input(
      RouteObservation{primary_session, 64501, *IpPrefix::parse("203.0.113.0/24"), 0, route});
  EXPECT_THAT(scenario.take_events(), Contains(origin));
}

TEST(ForeignOrigin, IsAWarningWithAHintIfRpkiValid) {
  Scenario scenario;
  scenario.converge().vrps(std::vector<Vrp>{{*IpPrefix::parse("203.0.113.0/24"), 24, 64666},
                                            {*IpPrefix::parse("203.0.113.0/24"), 24, 64496}});
  scenario.announce(foreign_session, {64503, 64666});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeEvent Warning"));
  EXPECT_THAT(scenario.last_summary(), HasSubstr("is \"origin\" incomplete?"));
}

TEST(ForeignOrigin, NeedsMinPeersOfRis) {
  Scenario scenario(monitored_prefix(), 3);
  scenario.converge().ris_connected(true);
  scenario.ris_announce(1, {1, 64666}).ris_announce(2, {2, 64666}).ris_announce(2, {2, 9, 64666});
  EXPECT_THAT(scenario.wait(30).take_events(), IsEmpty());
  scenario.ris_announce(3, {3, 64666});
  EXPECT_THAT(scenario.take_events(), ElementsAre(origin));
  scenario.ris_withdraw(1);
  EXPECT_THAT(scenario.take_events(), ElementsAre(origin_cleared));
}

TEST(ForeignOrigin, NeedsMinPeersOfRisWithinSixMinutes) {
  Scenario scenario(monitored_prefix(), 2);
  scenario.converge().ris_connected(true).ris_announce(1, {1, 64666}).wait(361);
  scenario.ris_announce(2, {2, 64666});
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.ris_announce(1, {1, 64666});
  EXPECT_THAT(scenario.take_events(), ElementsAre(origin));
  EXPECT_THAT(scenario.wait(1000).take_events(), IsEmpty());
}

TEST(ForeignOrigin, ExpiresAfterARisReconnectWithoutConfirmation) {
  Scenario scenario(monitored_prefix(), 1);
  scenario.converge().ris_connected(true).ris_announce(1, {1, 64666}).take_events();
  scenario.ris_connected(false).wait(600);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.ris_connected(true).wait(361);
  EXPECT_THAT(scenario.take_events(), IsEmpty()) << "no RIS peer has reported yet";
  scenario.ris_announce(2, {2, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre(origin_cleared));
}

TEST(MoreSpecific, RaisesACriticalAnomalyForEachNetwork) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666}, "203.0.113.128/25");
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixMoreSpecificEvent Critical"));
  EXPECT_THAT(scenario.last_summary(),
              HasSubstr("more-specific 203.0.113.128/25 announced by AS 64666"));
  scenario.withdraw(foreign_session, "203.0.113.128/25");
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixMoreSpecificClearedEvent Information"));
}

TEST(MoreSpecific, IsInformationalForTheOwnOriginUnlessConfigured) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64496}, "203.0.113.128/25");
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixMoreSpecificEvent Information"));

  MonitoredPrefix monitored = monitored_prefix();
  monitored.rules.more_specifics = {*IpPrefix::parse("203.0.113.128/25")};
  Scenario meant(monitored);
  meant.converge().announce(foreign_session, {64503, 64496}, "203.0.113.128/25");
  EXPECT_THAT(meant.take_events(), IsEmpty());
  meant.announce(foreign_session, {64503, 64666}, "203.0.113.128/25");
  EXPECT_THAT(meant.take_events(), ElementsAre("PrefixMoreSpecificEvent Critical"));
}

MonitoredPrefix with_upstreams() {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.rules.upstreams = {64501, 64520};
  return monitored;
}

TEST(UnexpectedUpstream, IsTheAsAdjacentToTheOriginDespitePrepending) {
  Scenario scenario(with_upstreams());
  scenario.converge().announce(primary_session, {64501, 64530, 64496, 64496});
  EXPECT_THAT(scenario.take_events(), Contains("PrefixUpstreamChangeEvent Warning"));
  scenario.announce(primary_session, {64501, 64501, 64496, 64496});
  EXPECT_THAT(scenario.take_events(), Contains("PrefixUpstreamChangeClearedEvent Information"));
}

TEST(UnexpectedUpstream, IgnoresARisPeerAdjacentToTheOrigin) {
  Scenario scenario(with_upstreams(), 1);
  scenario.converge().ris_connected(true).ris_announce(64530, {64530, 64496});
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.ris_announce(64531, {64531, 64530, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixUpstreamChangeEvent Warning"));
}

TEST(RpkiInvalid, StartsWithANewVrpWithoutABgpMessage) {
  const std::vector<Vrp> ours{{*IpPrefix::parse("203.0.113.0/24"), 24, 64496}};
  const std::vector<Vrp> foreign{{*IpPrefix::parse("203.0.113.0/24"), 24, 64666}};
  Scenario scenario;
  scenario.converge().vrps(ours);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.vrps(foreign);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixRpkiInvalidEvent Error"));
  scenario.vrps(std::nullopt);
  EXPECT_THAT(scenario.take_events(), IsEmpty()) << "no event while the RPKI data is expired";
  scenario.vrps(ours);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixRpkiInvalidClearedEvent Information"));
}

TEST(RpkiInvalid, IgnoresARouteThatNoVrpCovers) {
  Scenario scenario;
  scenario.converge().vrps(std::vector<Vrp>{});
  EXPECT_THAT(scenario.take_events(), IsEmpty());
}

TEST(Requirement, ChecksTheRoutesThatTheRouterAnnounces) {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.rules.community = 8075U << 16 | 8007U;
  monitored.sessions = {{primary_session, SessionRole::primary, SessionShows::announced}};
  monitored.sessions.front().at.view = RouteView::out;
  const Vantage out = monitored.sessions.front().at;
  Scenario scenario(monitored);
  BgpRoute route{{{64500, 64496}, {}, false}, 64496, {8075U << 16 | 8007U}, {}};
  const auto send = [&] {
    scenario.input(RouteObservation{out, 64501, *IpPrefix::parse("203.0.113.0/24"), 0, route});
  };
  scenario.up(out);
  send();
  EXPECT_THAT(scenario.take_events(), ElementsAre(path_changed));
  route.communities.clear();
  send();
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixRequirementEvent Warning"));
  EXPECT_THAT(scenario.last_summary(), HasSubstr("community 8075:8007 is missing"));
  route.communities = {8075U << 16 | 8007U};
  send();
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixRequirementClearedEvent Information"));
}

TEST(Visibility, ComparesWithThePeersThatHadThePrefix) {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.min_visibility = 0.8;
  Scenario scenario(monitored, 3);
  scenario.converge().ris_connected(true);
  for (AsNumber peer = 1; peer <= 20; ++peer) scenario.ris_announce(peer, {peer, 64501, 64496});
  for (AsNumber peer = 1; peer <= 4; ++peer) scenario.ris_withdraw(peer);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  scenario.ris_withdraw(5);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixVisibilityEvent Warning"));
  EXPECT_EQ(scenario.last_summary(), "only 15 of 20 RIS peers see the prefix");
  scenario.ris_announce(1, {1, 64501, 64496});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixVisibilityClearedEvent Information"));
}

TEST(Visibility, RequiresTwentyPeers) {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.min_visibility = 0.8;
  Scenario scenario(monitored, 3);
  scenario.converge().ris_connected(true);
  for (AsNumber peer = 1; peer <= 19; ++peer) scenario.ris_announce(peer, {peer, 64501, 64496});
  for (AsNumber peer = 1; peer <= 19; ++peer) scenario.ris_withdraw(peer);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
}

TEST(RouteAnomalies, AreKnownOnlyIfASourceWouldShowThem) {
  Scenario scenario;
  const auto known = [&](AnomalyKind anomaly) {
    return find_anomalies(scenario.table(), scenario.table().prefixes[0],
                          scenario.plan().prefixes[0], scenario.plan(), scenario.now())
        .known[index_of(anomaly)];
  };
  EXPECT_FALSE(known(AnomalyKind::origin));
  scenario.converge();
  EXPECT_TRUE(known(AnomalyKind::origin) && known(AnomalyKind::more_specific) &&
              known(AnomalyKind::backup_origin));
  EXPECT_FALSE(known(AnomalyKind::rpki_invalid));
  scenario.disconnected("edge-1");
  EXPECT_FALSE(known(AnomalyKind::origin));
  EXPECT_TRUE(known(AnomalyKind::backup_origin));
}

}  // namespace
}  // namespace peeringd

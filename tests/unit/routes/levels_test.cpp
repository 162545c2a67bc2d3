// The level of an anomaly follows the VRPs and the rules, and each anomaly ends, also by a reload.
#include <gmock/gmock.h>

#include "routes/report_routes.hpp"
#include "scenario.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<Vrp> allowing{{*IpPrefix::parse("203.0.113.0/24"), 24, 64666},
                                {*IpPrefix::parse("203.0.113.0/24"), 24, 64496}};
const std::vector<Vrp> refusing{{*IpPrefix::parse("203.0.113.0/24"), 24, 64666}};

RouteSignalReading signal_now(Scenario& scenario, RouteSignal signal) {
  return report_routes(scenario.table(), scenario.plan(), scenario.now())
      .front()
      .signals[static_cast<std::size_t>(signal)];
}

RoutePlan plan_with_rpki(MonitoredPrefix monitored = monitored_prefix()) {
  RoutePlan plan = make_route_plan({std::move(monitored)}, {});
  plan.rpki = true;
  return plan;
}

TEST(RouteAnomalyLevel, WarnsOfAForeignOriginUntilTheFirstVrpsArrive) {
  Scenario scenario;
  scenario.converge().reload(plan_with_rpki()).announce(foreign_session, {64503, 64666});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeEvent Warning"));
  EXPECT_TRUE(signal_now(scenario, RouteSignal::origin).mild);
  scenario.vrps(allowing);
  EXPECT_THAT(scenario.wait(60).take_events(), IsEmpty());
  EXPECT_TRUE(signal_now(scenario, RouteSignal::origin).mild);
}

TEST(RouteAnomalyLevel, RisesIfTheFirstVrpsDoNotCoverAForeignOriginOrDoNotArrive) {
  for (const bool arrive : {true, false}) {
    Scenario scenario;
    scenario.converge()
        .reload(plan_with_rpki())
        .announce(foreign_session, {64503, 64666})
        .take_events();
    arrive ? scenario.vrps(std::vector<Vrp>{}) : scenario.wait(30);
    EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeEvent Critical"));
    EXPECT_FALSE(signal_now(scenario, RouteSignal::origin).mild);
  }
}

TEST(RouteAnomalyLevel, FollowsTheVrpsAndStaysWhenTheyExpire) {
  Scenario scenario;
  scenario.converge().vrps(std::vector<Vrp>{}).announce(foreign_session, {64503, 64666});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeEvent Critical"));
  scenario.vrps(allowing);
  EXPECT_THAT(scenario.take_events(), IsEmpty()) << "not worse";
  EXPECT_TRUE(signal_now(scenario, RouteSignal::origin).mild);
  scenario.vrps(std::nullopt);
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  EXPECT_TRUE(signal_now(scenario, RouteSignal::origin).mild);
  scenario.vrps(std::vector<Vrp>{});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeEvent Critical"));
  EXPECT_FALSE(signal_now(scenario, RouteSignal::origin).mild);
}

TEST(RouteAnomalyLevel, FollowsTheConfiguredOriginsOfAMoreSpecific) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666}, "203.0.113.128/25").take_events();
  EXPECT_EQ(signal_now(scenario, RouteSignal::more_specific).bad, true);
  MonitoredPrefix both = monitored_prefix();
  both.rules.origins.push_back(64666);
  scenario.reload(make_route_plan({both}, {}));
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  EXPECT_EQ(signal_now(scenario, RouteSignal::more_specific).bad, false);
  scenario.reload(make_route_plan({monitored_prefix()}, {}));
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixMoreSpecificEvent Critical"));
  EXPECT_EQ(signal_now(scenario, RouteSignal::more_specific).bad, true);
}

TEST(RouteAnomalies, ClearAnInvalidRouteWhenTheLastSessionEnds) {
  Scenario scenario;
  scenario.converge().vrps(refusing);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixRpkiInvalidEvent Error"));
  scenario.down(foreign_session).down(primary_session).down(backup_session);
  EXPECT_THAT(scenario.take_events(), Contains("PrefixRpkiInvalidClearedEvent Information"));
}

TEST(RouteAnomalies, ClearAnInvalidRouteWhenItsRulesAreRemoved) {
  Scenario scenario;
  scenario.converge().vrps(refusing).take_events();
  scenario.reload(make_route_plan({monitored_prefix()}, {})).input(VrpChange{});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixRpkiInvalidClearedEvent Information"));
}

TEST(RouteAnomalies, ClearLostVisibilityWhenItsRulesAreRemoved) {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.min_visibility = 0.8;
  Scenario scenario(monitored, 3);
  scenario.converge().ris_connected(true);
  for (AsNumber peer = 1; peer <= 20; ++peer) scenario.ris_announce(peer, {peer, 64501, 64496});
  for (AsNumber peer = 1; peer <= 5; ++peer) scenario.ris_withdraw(peer);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixVisibilityEvent Warning"));
  scenario.reload(make_route_plan({monitored}, {}));
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixVisibilityClearedEvent Information"));
}

TEST(RouteAnomalies, ClearWhenTheirPrefixIsRemoved) {
  Scenario scenario;
  scenario.converge().announce(foreign_session, {64503, 64666}).take_events();
  MonitoredPrefix renamed = monitored_prefix();
  renamed.subject.connection = "fabrikam";
  scenario.reload(make_route_plan({renamed}, {}));
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeClearedEvent Information",
                                                  "PrefixOriginAsChangeEvent Critical"));
  scenario.reload(make_route_plan({}, {}));
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeClearedEvent Information"));
  EXPECT_EQ(scenario.last_summary(),
            "no longer evaluated: announced by AS 64666 instead of AS 64496");
}

}  // namespace
}  // namespace peeringd

// Many routes neither use up the memory nor hide the routes that matter.
#include "routes/route_limits.hpp"

#include <gmock/gmock.h>

#include "routes/report_routes.hpp"
#include "scenario.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* more_specific = "203.0.113.128/25";

std::optional<bool> reading_now(Scenario& scenario, RouteSignal signal) {
  return report_routes(scenario.table(), scenario.plan(), scenario.now())
      .front()
      .signals[static_cast<std::size_t>(signal)]
      .bad;
}

/// As many routes of this origin as are kept, and one more.
void announce_many(Scenario& scenario, AsNumber from, const std::string& network = more_specific) {
  const IpPrefix prefix = *IpPrefix::parse(network);
  BgpRoute route;
  route.path.sequence = {64503, from};
  route.origin = from;
  auto& entries = scenario.table().prefixes.front().entries;
  const std::uint32_t first = from * 10000U;
  for (std::uint32_t id = 1; id < max_bmp_routes; ++id) {
    entries[{foreign_session, prefix, first + id}] = {route, scenario.now()};
  }
  scenario.announce(foreign_session, {64503, from}, network, first + max_bmp_routes);
  scenario.announce(foreign_session, {64503, from}, network, first + max_bmp_routes + 1);
}

TEST(RouteLimits, LeaveTheSignalUnknownAtTooManyForeignMoreSpecifics) {
  Scenario scenario;
  scenario.converge();
  announce_many(scenario, 64666);
  EXPECT_LE(scenario.table().prefixes.front().entries.size(), max_bmp_routes + 2);
  EXPECT_EQ(scenario.table().dropped_entries, 1U);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixMoreSpecificEvent Critical"));
  std::erase_if(scenario.table().prefixes.front().entries,
                [](const auto& item) { return item.first.path_id != 0; });
  scenario.input(PlanChange{});
  EXPECT_THAT(scenario.take_events(), IsEmpty()) << "a dropped route may still show the anomaly";
  EXPECT_EQ(reading_now(scenario, RouteSignal::more_specific), std::nullopt);
  EXPECT_EQ(reading_now(scenario, RouteSignal::origin), false);
  scenario.up(foreign_session).complete(foreign_session);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixMoreSpecificClearedEvent Information"));
  EXPECT_EQ(reading_now(scenario, RouteSignal::more_specific), false);
}

TEST(RouteLimits, KeepAForeignOriginAtTooManyMoreSpecifics) {
  Scenario scenario;
  scenario.converge();
  announce_many(scenario, 64496);
  announce_many(scenario, 64666);
  scenario.take_events();
  scenario.announce(foreign_session, {64503, 64667});
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeEvent Critical"));
}

TEST(RouteLimits, KeepForeignMoreSpecificsAtTooManyOwnOnes) {
  Scenario scenario;
  scenario.converge();
  announce_many(scenario, 64496);
  EXPECT_EQ(reading_now(scenario, RouteSignal::more_specific), false);
  scenario.take_events();
  scenario.announce(foreign_session, {64503, 64666}, more_specific, 5000);
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixMoreSpecificEvent Critical"));
}

TEST(RouteLimits, KeepTheExpectedRouteAtTooManyMoreSpecifics) {
  Scenario scenario;
  scenario.converge();
  scenario.withdraw(primary_session);
  announce_many(scenario, 64666);
  scenario.announce(primary_session, {64501, 64496});
  EXPECT_EQ(scenario.presence(primary_session), Presence::present);
}

TEST(RouteLimits, LeaveOriginAndPresenceUnknownAtTooManyPaths) {
  Scenario scenario;
  scenario.converge();
  announce_many(scenario, 64496, "203.0.113.0/24");
  EXPECT_EQ(reading_now(scenario, RouteSignal::origin), std::nullopt);
  scenario.announce(primary_session, {64501, 64496}, "203.0.113.0/24", 7);
  scenario.withdraw(primary_session);
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
}

TEST(RouteLimits, KeepAForeignOriginAtTooManyInformationalAnomalies) {
  MonitoredPrefix monitored = monitored_prefix();
  monitored.prefix = *IpPrefix::parse("203.0.0.0/16");
  Scenario scenario(monitored);
  scenario.up(foreign_session).complete(foreign_session);
  for (std::size_t i = 0; i <= max_informational_anomalies; ++i) {
    const std::string network =
        "203.0." + std::to_string(i / 2) + (i % 2 == 0 ? ".0/25" : ".128/25");
    scenario.announce(foreign_session, {64503, 64496}, network);
  }
  const auto events = scenario.take_events();
  EXPECT_EQ(events.size(), max_informational_anomalies);
  EXPECT_THAT(events, Each("PrefixMoreSpecificEvent Information"));
  scenario.announce(foreign_session, {64503, 64666}, "203.0.0.0/16");
  scenario.announce(foreign_session, {64503, 64666}, "203.0.7.0/24");
  EXPECT_THAT(scenario.take_events(), ElementsAre("PrefixOriginAsChangeEvent Critical",
                                                  "PrefixMoreSpecificEvent Critical"));
}

TEST(RouteLimits, IgnoreFurtherRisPeers) {
  Scenario scenario(monitored_prefix(), 1);
  scenario.converge().ris_connected(true);
  for (std::uint32_t i = 0; i < max_ris_peers; ++i) {
    scenario.table().sessions[{RouteSource::ris, "rrc99", boost::asio::ip::address_v4(i + 1)}];
  }
  const std::size_t before = scenario.table().sessions.size();
  scenario.ris_announce(1, {1, 64666});
  EXPECT_THAT(scenario.take_events(), IsEmpty());
  EXPECT_EQ(scenario.table().sessions.size(), before);
  EXPECT_EQ(scenario.table().dropped_entries, 1U);
}

TEST(RouteLimits, ForgetSessionsThatAreLostBeforeTheirFirstRoute) {
  Scenario scenario(monitored_prefix(), 1);
  scenario.lost({RouteSource::ris, "rrc00", boost::asio::ip::make_address("192.0.2.1")});
  EXPECT_TRUE(scenario.table().sessions.empty());
}

}  // namespace
}  // namespace peeringd

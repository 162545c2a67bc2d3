#include <gmock/gmock.h>

#include "metrics/exposition.hpp"
#include "model/config.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"
#include "unit/metrics/example_snapshot.hpp"
#include "unit/metrics/exposition_lines.hpp"

namespace peeringd {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::string of_prefix = "{connection=\"a\",prefix=\"203.0.113.0/24\",";

std::shared_ptr<const Config> config_of_routes() {
  auto config = std::make_shared<Config>();
  config->connections.resize(1);
  config->connections[0].name = "a";
  config->connections[0].prefixes.resize(1);
  config->connections[0].prefixes[0].label = "203.0.113.0/24";
  return config;
}

RouteSessionReport session_at(const char* router, Presence presence, SessionShows shows) {
  RouteSessionReport session;
  session.at = {RouteSource::bmp, router, boost::asio::ip::make_address("192.0.2.11"), {}};
  session.presence = presence;
  session.shows = shows;
  return session;
}

std::vector<std::string> route_lines(const PrefixRouteReport& prefix) {
  auto assessment = test::assessment_of(test::example_snapshot());
  auto with_routes = std::make_shared<Assessment>(*assessment);
  with_routes->routes =
      std::make_shared<const RouteReport>(RouteReport{config_of_routes(), {prefix}});
  std::vector<std::string> lines;
  for (std::string& line : test::lines_of(test::render_exposition(with_routes, DaemonFacts{}))) {
    const std::string name = test::name_in(line);
    const bool of_routes = name.starts_with("peering_prefix_route_") ||
                           name.starts_with("peering_prefix_active_path") ||
                           name.starts_with("peering_prefix_event") ||
                           name.starts_with("peering_prefix_foreign") ||
                           name.starts_with("peering_prefix_visib");
    // Each kind of event has a count from 0 on.
    const bool none = name == "peering_prefix_events_total" && line.ends_with("} 0");
    if (!line.starts_with('#') && of_routes && !none) lines.push_back(line);
  }
  return lines;
}

TEST(RouteMetrics, ShowTheSessionsWithAKnownPresence) {
  PrefixRouteReport prefix;
  prefix.sessions = {session_at("r1", Presence::absent, SessionShows::received),
                     session_at("r2", Presence::unknown, SessionShows::received),
                     session_at("r3", Presence::absent, SessionShows::foreign),
                     session_at("r4", Presence::present, SessionShows::local)};
  prefix.sessions[0].role = SessionRole::backup;
  EXPECT_THAT(route_lines(prefix),
              UnorderedElementsAre(
                  "peering_prefix_route_present" + of_prefix +
                      "session_role=\"backup\",bmp_router=\"r1\",bgp_peer=\"192.0.2.11\"} 0",
                  "peering_prefix_route_present" + of_prefix +
                      "session_role=\"primary\",bmp_router=\"r4\",bgp_peer=\"\"} 1"));
}

TEST(RouteMetrics, ShowTheRouteInUse) {
  PrefixRouteReport prefix;
  prefix.sessions = {session_at("r1", Presence::present, SessionShows::foreign)};
  prefix.sessions[0].route = BgpRoute{{{64501, 64520, 64496, 64496}, {}, false}, 64496, {}, {}};
  prefix.sessions[0].upstream = 64520;
  prefix.sessions[0].rpki = RpkiState::valid;
  prefix.active = 0;
  const std::string session =
      of_prefix + "session_role=\"primary\",bmp_router=\"r1\",bgp_peer=\"192.0.2.11\"," +
      "origin_as=\"64496\",upstream_as=\"64520\"";
  EXPECT_THAT(
      route_lines(prefix),
      UnorderedElementsAre("peering_prefix_route_info" + session + ",rpki_state=\"valid\"} 1",
                           "peering_prefix_active_path_info" + session + "} 1"));
}

TEST(RouteMetrics, CountEventsAndBadStates) {
  PrefixRouteReport prefix;
  prefix.events = {{EventKind::origin_change, {3, test::example_snapshot().taken_at}}};
  prefix.anomalies = {{EventKind::more_specific, "203.0.113.0/25", 64666, "", {}},
                      {EventKind::more_specific, "203.0.113.128/25", 64666, "", {}}};
  EXPECT_THAT(route_lines(prefix),
              UnorderedElementsAre("peering_prefix_route_anomaly_info" + of_prefix +
                                       "event_type=\"PrefixMoreSpecificEvent\",network=\"203.0.113."
                                       "0/25\",anomaly_as=\"64666\"} 1",
                                   "peering_prefix_route_anomaly_info" + of_prefix +
                                       "event_type=\"PrefixMoreSpecificEvent\",network=\"203.0.113."
                                       "128/25\",anomaly_as=\"64666\"} 1",
                                   "peering_prefix_event_last_timestamp_seconds" + of_prefix +
                                       "event_type=\"PrefixOriginAsChangeEvent\"} 0",
                                   "peering_prefix_route_anomalies" + of_prefix +
                                       "event_type=\"PrefixMoreSpecificEvent\"} 2",
                                   "peering_prefix_events_total" + of_prefix +
                                       "event_type=\"PrefixOriginAsChangeEvent\"} 3"));
}

TEST(RouteMetrics, CountTheSessionsAndPeersThatSeeForeignOrigins) {
  PrefixRouteReport prefix;
  prefix.anomalies = {{EventKind::origin_change, "203.0.113.0/24", 64666, "", {}, {}, 1, 0},
                      {EventKind::backup_origin_change, "203.0.113.0/24", 64667, "", {}, {}, 1, 3},
                      {EventKind::more_specific, "203.0.113.0/25", 64666, "", {}, {}, 5, 5}};
  EXPECT_THAT(route_lines(prefix), testing::Not(testing::Contains(testing::HasSubstr("witnesses"))))
      << "absent while unknown";
  prefix.signals[static_cast<std::size_t>(RouteSignal::origin)] = {true, true, false, ""};
  EXPECT_THAT(route_lines(prefix),
              testing::IsSupersetOf(
                  {"peering_prefix_foreign_origin_witnesses" + of_prefix + "source=\"bmp\"} 2",
                   "peering_prefix_foreign_origin_witnesses" + of_prefix + "source=\"ris\"} 3"}));
}

TEST(RouteMetrics, LimitTheSeriesThatForeignRoutesCreate) {
  PrefixRouteReport prefix;
  for (int i = 0; i < 100; ++i) {
    prefix.anomalies.push_back(
        {EventKind::more_specific, "203.0.113." + std::to_string(i) + "/32", 64666, "", {}});
  }
  EXPECT_EQ(route_lines(prefix).size(), 8 + 1);
}

TEST(RouteMetrics, ShowHowManyRisPeersSeeThePrefix) {
  PrefixRouteReport prefix;
  prefix.visibility = RouteVisibility{10, 40};
  const std::string label = "{connection=\"a\",prefix=\"203.0.113.0/24\"}";
  EXPECT_THAT(route_lines(prefix),
              UnorderedElementsAre("peering_prefix_visible_peers" + label + " 10",
                                   "peering_prefix_visibility_ratio" + label + " 0.25"));
}

TEST(RouteMetrics, AreAbsentWithoutRouteRules) {
  EXPECT_THAT(route_lines({}), IsEmpty());
}

}  // namespace
}  // namespace peeringd

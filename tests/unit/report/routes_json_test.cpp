#include "report/routes_json.hpp"

#include <gtest/gtest.h>

#include "model/config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

TEST(RoutesJson, IsEmptyWithoutRules) {
  EXPECT_EQ(routes_json(nullptr, {}), "{\"prefixes\":[]}\n");
}

TEST(RoutesJson, ShowsSessionsAndBadStates) {
  auto config = std::make_shared<Config>();
  config->connections.resize(1);
  config->connections[0].name = "a";
  config->connections[0].prefixes.resize(1);
  config->connections[0].prefixes[0].label = "203.0.113.0/24";
  PrefixRouteReport prefix;
  RouteSessionReport session;
  session.at = {RouteSource::bmp, "edge-1", boost::asio::ip::make_address("192.0.2.11"), {}};
  session.presence = Presence::present;
  session.shows = SessionShows::received;
  session.route = BgpRoute{{{64501, 64496}, {}, false}, 64496, {8075U << 16 | 8007U}, {}};
  session.rpki = RpkiState::valid;
  RouteSessionReport local;
  local.at = {RouteSource::bmp, "edge-1", {}, RouteView::local};
  local.shows = SessionShows::local;
  prefix.sessions = {session, local};
  prefix.active = 0;
  prefix.faults = {{EventKind::origin_change,
                    "203.0.113.0/24",
                    64666,
                    "announced",
                    MonotonicTime{10s},
                    {{64666}, {}, false},
                    1,
                    0}};
  prefix.visibility = RouteVisibility{30, 40};
  const RouteReport report{config, {prefix}};
  EXPECT_EQ(
      routes_json(&report, {MonotonicTime{20s}, WallTime{1'700'000'010s}}),
      "{\"prefixes\":[{\"connection\":\"a\",\"prefix\":\"203.0.113.0/24\",\"active\":0,"
      "\"backup\":null,\"sessions\":[{\"router\":\"edge-1\",\"peer\":\"192.0.2.11\",\"role\":"
      "\"primary\",\"shows\":\"received\",\"state\":\"present\",\"as_path\":[64501,64496],"
      "\"origin\":64496,\"communities\":[\"8075:8007\"],\"rpki\":\"valid\",\"only_withdraws\":"
      "false},{\"router\":\"edge-1\",\"peer\":null,\"role\":\"primary\",\"shows\":\"local\","
      "\"state\":\"unknown\",\"as_path\":null,\"origin\":null,\"communities\":null,\"rpki\":"
      "\"unknown\",\"only_withdraws\":false}],\"faults\":[{\"kind\":\"PrefixOriginAsChangeEvent\","
      "\"network\":\"203.0.113.0/24\",\"as\":64666,\"since\":\"2023-11-14T22:13:20.000Z\","
      "\"summary\":\"announced\",\"as_path\":[64666],\"witnesses\":{\"bmp\":1,\"ris\":0}}],"
      "\"visibility\":{\"visible\":30,\"known\":40}}]}\n");
}

}  // namespace
}  // namespace peeringd

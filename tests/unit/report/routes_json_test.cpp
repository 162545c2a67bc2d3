#include "report/routes_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "model/config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

class RoutesJson : public testing::Test {
 protected:
  RoutesJson() {
    config_->connections.resize(1);
    config_->connections[0].name = "a";
    config_->connections[0].prefixes.resize(1);
    config_->connections[0].prefixes[0].label = "203.0.113.0/24";
    config_->connections[0].prefixes[0].routes.origins = {64496};
    config_->connections[0].prefixes[0].routes.community = 8075U << 16 | 8007U;
    RouteSessionReport session;
    session.at = {RouteSource::bmp, "edge-1", boost::asio::ip::make_address("192.0.2.11"), {}};
    session.presence = Presence::present;
    session.shows = SessionShows::received;
    session.route = BgpRoute{{{64501, 64496}, {}, false}, 64496, {8075U << 16 | 8007U}, {}};
    session.rpki = RpkiState::valid;
    session.peer_as = 64501;
    session.session_up = true;
    session.since = MonotonicTime{15s};
    prefix_.sessions = {session};
  }

  boost::json::value document() const {
    const RouteReport report{config_, {prefix_}};
    return boost::json::parse(
        routes_json(&report, facts_, {MonotonicTime{20s}, WallTime{1'700'000'010s}}));
  }

  boost::json::value prefix() const { return document().at("prefixes").at(0); }

  std::shared_ptr<Config> config_ = std::make_shared<Config>();
  RouteSourceFacts facts_;
  PrefixRouteReport prefix_;
};

TEST_F(RoutesJson, IsEmptyWithoutRules) {
  EXPECT_EQ(routes_json(nullptr, {}, {}),
            "{\"time\":\"1970-01-01T00:00:00.000Z\",\"sources\":[],\"prefixes\":[]}\n");
}

TEST_F(RoutesJson, ShowsTheRouteOfEachSession) {
  prefix_.active = 0;
  const auto session = prefix().at("sessions").at(0);
  EXPECT_EQ(session.at("state"), "present");
  EXPECT_EQ(session.at("peer"), "192.0.2.11");
  EXPECT_EQ(session.at("peer_as"), 64501);
  EXPECT_EQ(session.at("as_path"), boost::json::value({64501, 64496}));
  EXPECT_EQ(session.at("communities"), boost::json::value({"8075:8007"}));
  EXPECT_EQ(session.at("since"), "2023-11-14T22:13:25.000Z");
  EXPECT_EQ(session.at("rpki"), "valid");
  EXPECT_TRUE(session.at("problem").is_null());
  EXPECT_EQ(prefix().at("active"), 0);
  EXPECT_EQ(prefix().at("expected").at("origins"), boost::json::value({64496}));
  EXPECT_EQ(prefix().at("expected").at("community"), "8075:8007");
}

TEST_F(RoutesJson, ListsActiveAnomalies) {
  RouteAnomaly raised{EventKind::origin_change, "203.0.113.0/24", 64666, "announced",
                      MonotonicTime{10s}};
  raised.path = {{64666}, {}, false};
  raised.bmp_witnesses = 1;
  prefix_.anomalies = {raised};
  prefix_.visibility = RouteVisibility{30, 40};
  const auto anomaly = prefix().at("anomalies").at(0);
  EXPECT_EQ(anomaly.at("kind"), "PrefixOriginAsChangeEvent");
  EXPECT_EQ(anomaly.at("as"), 64666);
  EXPECT_EQ(anomaly.at("since"), "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(anomaly.at("summary"), "announced");
  EXPECT_EQ(anomaly.at("as_path"), boost::json::value({64666}));
  EXPECT_EQ(anomaly.at("witnesses"), boost::json::value({{"bmp", 1}, {"ris", 0}}));
  EXPECT_EQ(prefix().at("visibility"), boost::json::value({{"visible", 30}, {"known", 40}}));
}

TEST_F(RoutesJson, ShowsWhyASessionIsUnknown) {
  prefix_.sessions[0] = {prefix_.sessions[0].at};
  EXPECT_EQ(prefix().at("sessions").at(0).at("problem"), "edge-1 is not connected");
  EXPECT_TRUE(prefix().at("sessions").at(0).at("session_up").is_null());
  facts_.bmp.push_back({"edge-1", true});
  EXPECT_EQ(prefix().at("sessions").at(0).at("problem"),
            "the router has not reported this session");
  prefix_.sessions[0].session_up = true;
  EXPECT_EQ(prefix().at("sessions").at(0).at("problem"),
            "the router may not have sent the whole table yet");
}

TEST_F(RoutesJson, ShowsTheRoutesOfRisPeers) {
  EXPECT_TRUE(prefix().at("ris").is_null());
  prefix_.ris = RisReport{true, 30, 28, {{"203.0.113.0/24", 64496, 28, {{1, 64496}, {}, false}}}};
  EXPECT_EQ(prefix().at("ris").at("visible"), 28);
  EXPECT_EQ(prefix().at("ris").at("routes").at(0).at("peers"), 28);
}

TEST_F(RoutesJson, ListsEachConfiguredSource) {
  config_->routes.bmp = BmpConfig{{}, {{"edge-1", {}}, {"edge-2", {}}}};
  config_->routes.rpki = {{"rtr.example", 323}};
  config_->routes.ris = RisConfig{"lab"};
  EXPECT_EQ(document().at("sources").at(0).at("text"), "not in use, since no prefix has routes");
  RouteSourceStatus edge{"edge-1", true, true, WallTime{1'700'000'000s}, 7};
  edge.count(RouteSourceError::malformed);
  facts_.bmp = {edge, {"edge-2"}};
  facts_.rpki = RpkiStatus{{{"rtr.example:323"}}, 2, {}};
  facts_.ris = RisStatus{{"ris", true}, 2s};
  const auto sources = document().at("sources");
  EXPECT_EQ(sources.at(0).at("text"), "connected, tables complete");
  EXPECT_EQ(sources.at(0).at("last_message"), "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(sources.at(0).at("errors"), boost::json::value({{"malformed", 1}}));
  EXPECT_EQ(sources.at(1).at("text"), "has not connected: what it shows is not known");
  EXPECT_EQ(sources.at(2).at("text"), "no connection; the data that it sent is still valid");
  EXPECT_EQ(sources.at(3).at("text"), "silent or late: what RIS peers see is not known");
  EXPECT_EQ(sources.at(3).at("lag_seconds"), 2.0);
}

}  // namespace
}  // namespace peeringd

#include "report/overview_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr WallTime wall{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

class OverviewJsonTest : public testing::Test {
 protected:
  OverviewJsonTest() {
    auto connection = test::connection("contoso", {test::prefix("198.18.0.0/24")});
    connection.redundancy_group = "seattle";
    snapshot_ = test::blank_snapshot(test::config(
        {test::endpoint("teams", "192.0.2.1", {test::icmp_probe()})}, {std::move(connection)}));
    test::answer(snapshot_.targets[0], 1, 30, 12ms);
    report_.config = snapshot_.config;
    report_.connections[0] = {{TestResult::fail, snapshot_.taken_at - 1min},
                              "latency 12 ms > 10 ms",
                              "latency 14 ms > 10 ms"};
  }

  boost::json::value document() const {
    return boost::json::parse(
        overview_json(*test::assessment_of(snapshot_, &report_, wall), overview_));
  }

  Snapshot snapshot_;
  AlertReport report_;
  Overview overview_;
};

TEST_F(OverviewJsonTest, HasEachConnectionWithItsReason) {
  const auto connection = document().at("connections").at(0);
  EXPECT_EQ(connection.at("result"), "Fail");
  EXPECT_EQ(connection.at("reason"), "latency 14 ms > 10 ms") << "as its figures";
  EXPECT_EQ(connection.at("prefixes").at(0).at("latency"), 12'000);
  EXPECT_EQ(connection.at("since"), "2026-03-01T11:59:00.000Z");
  EXPECT_EQ(connection.at("maintenance"), false);
  EXPECT_EQ(document().at("groups").at(0).at("connections").at(0), "contoso");
}

TEST_F(OverviewJsonTest, ShowsTheRoutesOfPrefixesWithRules) {
  EXPECT_TRUE(document().at("connections").at(0).at("prefixes").at(0).at("routes").is_null());
  PrefixRouteReport prefix;
  prefix.signals[static_cast<std::size_t>(RouteSignal::withdrawn)] = {true, true, false, "gone"};
  overview_.routes =
      std::make_shared<const RouteReport>(RouteReport{snapshot_.config, {std::move(prefix)}});
  const auto routes = document().at("connections").at(0).at("prefixes").at(0).at("routes");
  EXPECT_EQ(routes.at("state"), "bad");
  EXPECT_EQ(routes.at("word"), "withdrawn");
  EXPECT_EQ(routes.at("text"), "gone");
}

TEST_F(OverviewJsonTest, DescribesTheDaemon) {
  overview_.identity = {"probe-1", "/etc/peeringd/peeringd.yaml", snapshot_.taken_at - 90min};
  overview_.config_loaded = wall - 30min;
  const auto daemon = document().at("daemon");
  EXPECT_EQ(daemon.at("host"), "probe-1");
  EXPECT_EQ(daemon.at("started"), "2026-03-01T10:30:00.000Z");
  EXPECT_EQ(daemon.at("config").at("file"), "/etc/peeringd/peeringd.yaml");
  EXPECT_EQ(daemon.at("config").at("loaded"), "2026-03-01T11:30:00.000Z");
  EXPECT_TRUE(daemon.at("config").at("refused").is_null());
  const Duration interval = snapshot_.config->endpoints[0].probes[0].interval;
  EXPECT_NEAR(daemon.at("probes_per_second").to_number<double>(), 1 / to_seconds(interval), 0.01);
}

TEST_F(OverviewJsonTest, NamesTheFirstErrorOfARefusedReload) {
  Event refused{EventKind::reload_refused, EventLevel::error, {}, "not reloaded"};
  refused.fields = {{"errors", std::uint64_t{2}},
                    {"first_error", std::string("peeringd.yaml:3:1: error: unknown key")}};
  refused.time = wall - 5min;
  overview_.last_reload_successful = false;
  overview_.refused = refused;
  const auto shown = document().at("daemon").at("config").at("refused");
  EXPECT_EQ(shown.at("time"), "2026-03-01T11:55:00.000Z");
  EXPECT_EQ(shown.at("errors"), 2);
  EXPECT_EQ(shown.at("first_error"), "peeringd.yaml:3:1: error: unknown key");
}

TEST_F(OverviewJsonTest, ShowsWhyAConnectionIsNotUp) {
  const auto assessment = test::assessment_of(snapshot_, &report_, wall);
  Assessment down = *assessment;
  down.reach.connections[0].up = false;
  down.reach.connections[0].reason = "no answer on 1 of 1 prefix";
  down.maintenance = {true};
  const auto connection =
      boost::json::parse(overview_json(down, overview_)).at("connections").at(0);
  EXPECT_EQ(connection.at("up"), false);
  EXPECT_EQ(connection.at("up_reason"), "no answer on 1 of 1 prefix");
  EXPECT_EQ(connection.at("maintenance"), true);
}

TEST_F(OverviewJsonTest, ComparesThePopsWithThoseExpected) {
  EXPECT_TRUE(document().at("connections").at(0).at("expected_pops").is_null());
  Config config = *snapshot_.config;
  config.connections[0].edge = {{"AMS"}, {"FRA"}};
  snapshot_.config = std::make_shared<const Config>(std::move(config));
  Assessment assessment = *test::assessment_of(snapshot_, &report_, wall);
  assessment.rollup.prefixes[0].edge_location = EdgeLocation::backup;
  const auto connection =
      boost::json::parse(overview_json(assessment, overview_)).at("connections").at(0);
  EXPECT_EQ(connection.at("expected_pops").at("primary").at(0), "AMS");
  EXPECT_EQ(connection.at("expected_pops").at("backup").at(0), "FRA");
  EXPECT_EQ(connection.at("prefixes").at(0).at("edge_location"), "backup");
}

TEST_F(OverviewJsonTest, ShowsFromTheHistorySinceWhenAResultHolds) {
  const Moment before = std::chrono::floor<std::chrono::seconds>(wall - 48h);
  overview_.last_results = {{{"contoso"}, before, TestResult::fail, {}}};
  EXPECT_EQ(document().at("connections").at(0).at("since"), "2026-02-27T12:00:00.000Z");
  overview_.last_results = {{{"contoso"}, before, TestResult::pass, {}}};
  EXPECT_EQ(document().at("connections").at(0).at("since"), "2026-03-01T11:59:00.000Z");
}

TEST_F(OverviewJsonTest, HasSparkLinesIfThereIsAHistory) {
  EXPECT_TRUE(document().at("spark").is_null());
  EXPECT_TRUE(document().at("connections").at(0).at("prefixes").at(0).at("spark").is_null());
  const Moment from = std::chrono::floor<std::chrono::seconds>(wall - 10min);
  SparkLines lines{
      {from, from + 10min, 5min, Tier::minute}, {}, {{PeriodRecord(), PeriodRecord()}}};
  lines.points[0][1].round_trips.add(120'000);
  overview_.sparks = std::move(lines);
  EXPECT_EQ(document().at("spark").at("step_seconds"), 300);
  const auto medians =
      document().at("connections").at(0).at("prefixes").at(0).at("spark").at("p50").as_array();
  EXPECT_TRUE(medians[0].is_null());
  EXPECT_NEAR(medians[1].to_number<double>(), 12'000, 100);
}

}  // namespace
}  // namespace peeringd

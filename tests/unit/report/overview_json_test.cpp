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
                              "latency 12 ms > 10 ms"};
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
  EXPECT_EQ(connection.at("reason"), "latency 12 ms > 10 ms");
  EXPECT_EQ(connection.at("prefixes").at(0).at("latency"), 12'000);
  EXPECT_EQ(connection.at("since"), "2026-03-01T11:59:00.000Z");
  EXPECT_EQ(connection.at("maintenance"), false);
  EXPECT_EQ(document().at("groups").at(0).at("connections").at(0), "contoso");
}

TEST_F(OverviewJsonTest, KnowsFromTheHistorySinceWhenAResultLasts) {
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

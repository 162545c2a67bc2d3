#include "fleet/fleet_overview.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "answer_files.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using test::series_with;

const OverviewIdentity identity{"0.1.0", "http://store", WallTime{1000s}};

FleetState example_fleet() {
  FleetState state;
  StoreConnection& good = state.connections[{"isp", "a"}];
  good.current = true;
  good.result = TestResult::pass;
  good.redundancy_group = "office";
  good.up = true;
  good.figures = {0.0105, 0.0, 0.0002};
  good.prefixes["192.0.2.0/24"].figures = good.figures;
  StoreConnection& dark = state.connections[{"isp", "b"}];
  dark.dark_since = 1000;
  dark.site = "x";
  state.groups[{"office", "a"}].up = true;
  return state;
}

json::object document_of(const FleetState& state, const StoreSparks* sparks,
                         const StoreStatus& status = {}) {
  const std::string text = fleet_overview_head(status, WallTime{2000s}) +
                           fleet_overview_tail(state, sparks, identity, WallTime{1600s});
  return json::parse(text).as_object();
}

TEST(FleetOverview, NamesEachConnectionWithItsBranch) {
  const json::object document = document_of(example_fleet(), nullptr);
  const json::array& connections = document.at("connections").as_array();
  ASSERT_EQ(connections.size(), 2U);
  const json::object& good = connections[0].as_object();
  EXPECT_EQ(good.at("name"), "isp@a");
  EXPECT_EQ(good.at("redundancy_group"), "office@a");
  EXPECT_EQ(good.at("latency"), 10500);
  EXPECT_EQ(good.at("result"), "Pass");
  EXPECT_EQ(good.at("branch").at("instance"), "a");
  EXPECT_TRUE(good.at("branch").at("site").is_null());
  EXPECT_EQ(document.at("groups").at(0).at("connections").at(0), "isp@a");
}

TEST(FleetOverview, ShowsADarkBranchWithoutFigures) {
  const json::object document = document_of(example_fleet(), nullptr);
  const json::object& dark = document.at("connections").at(1).as_object();
  EXPECT_EQ(dark.at("branch").at("dark"), true);
  EXPECT_EQ(dark.at("result"), "Indeterminate");
  EXPECT_TRUE(dark.at("up").is_null());
  EXPECT_TRUE(dark.at("latency").is_null());
  EXPECT_EQ(dark.at("since"), "1970-01-01T00:16:40Z");
  EXPECT_EQ(dark.at("reason"), "the branch is dark: nothing has arrived for 10 min");
}

TEST(FleetOverview, SaysWhyTheStoreDoesNotAnswer) {
  StoreStatus status;
  status.store = "http://store";
  status.problem = StoreProblem{StoreFailure::timeout, "no answer within 8 s"};
  status.data_time = WallTime{1600s};
  status.warnings = {"partial"};
  const json::object document = document_of(example_fleet(), nullptr, status);
  const json::value& store = document.at("store");
  EXPECT_EQ(store.at("problem"), "no answer within 8 s");
  EXPECT_EQ(store.at("failure"), "timeout");
  EXPECT_EQ(store.at("data_time"), "1970-01-01T00:26:40Z");
  EXPECT_EQ(store.at("warnings").at(0), "partial");
  EXPECT_EQ(document.at("time"), "1970-01-01T00:33:20Z");
}

TEST(FleetOverview, DoesNotShowAnUnknownNumberOfDarkBranchesAsNone) {
  StoreStatus status;
  EXPECT_TRUE(document_of(example_fleet(), nullptr, status).at("store").at("dark").is_null());
  status.dark = 0;
  EXPECT_EQ(document_of(example_fleet(), nullptr, status).at("store").at("dark"), 0);
}

TEST(FleetOverview, IsNotSpoiltByTheNonsenseOfABranch) {
  FleetState state = example_fleet();
  state.connections[{"isp", "a"}].figures.latency = 1e300;
  state.branches["a"].targets = 50;
  for (int i = 0; i < 20; ++i) state.branches[std::to_string(i)].dropped_answers = 1e18;
  const json::object document = document_of(state, nullptr);
  EXPECT_TRUE(document.at("connections").at(0).at("latency").is_null());
  EXPECT_EQ(document.at("daemon").at("targets"), 50);
  EXPECT_GT(document.at("daemon").at("receive_drops").to_number<std::int64_t>(), 0);
}

TEST(FleetOverview, HasTheSparkLineOfAPrefix) {
  const HistoryGrid grid{Moment{0s}, Moment{1200s}, 600s, Tier::minute};
  const auto labels = [](const char* name) {
    return std::vector<std::pair<std::string, std::string>>{
        {"__name__", name}, {"instance", "a"}, {"connection", "isp"}, {"prefix", "192.0.2.0/24"}};
  };
  PromAnswer medians{{series_with(labels("peering_prefix_window_rtt_seconds"), 0, 600, {1, 2, 3}),
                      series_with(labels("peering_prefix_probes_sent_total"), 0, 600, {5, 7, 10})},
                     {}};
  PromAnswer lost{{series_with(labels(""), 0, 600, {0, 1, 1})}, {}};
  const StoreSparks sparks = sparks_of(medians, lost, grid);
  const json::object document = document_of(example_fleet(), &sparks);
  const json::value& spark = document.at("connections").at(0).at("prefixes").at(0).at("spark");
  EXPECT_EQ(spark.at("p50"), (json::array{2000000, 3000000}));
  EXPECT_EQ(spark.at("sent"), (json::array{2, 3}));
  EXPECT_EQ(spark.at("lost"), (json::array{1, 0}));
  EXPECT_TRUE(spark.at("p95").at(0).is_null());
  EXPECT_EQ(document.at("spark").at("points"), 2);
}

TEST(FleetOverview, HasSparkLinesOfTheWorstOnly) {
  FleetState state;
  StoreSparks sparks{{Moment{0s}, Moment{600s}, 600s, Tier::minute}, {}};
  for (std::size_t i = 0; i < max_store_sparks + 1; ++i) {
    StoreConnection& connection = state.connections[{"isp", std::to_string(i)}];
    connection.result = i == 7 ? TestResult::fail : TestResult::pass;
    connection.prefixes["p"];
    sparks.points["isp@" + std::to_string(i) + " p"].resize(1);
  }
  std::size_t shown = 0;
  const json::object document = document_of(state, &sparks);
  for (const json::value& connection : document.at("connections").as_array()) {
    const bool drawn = !connection.at("prefixes").at(0).at("spark").is_null();
    shown += drawn ? 1 : 0;
    if (connection.at("result") == "Fail") {
      EXPECT_TRUE(drawn);
    }
  }
  EXPECT_EQ(shown, max_store_sparks);
}

}  // namespace
}  // namespace peeringd

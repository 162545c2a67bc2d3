#include "report/connections_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "model/address_ranges.hpp"
#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
namespace json = boost::json;

Snapshot measured() {
  ConnectionConfig seattle = connection("seattle", {prefix("203.0.113.0/24")});
  seattle.redundancy_group = "west";
  Snapshot snapshot = blank_snapshot(
      config({endpoint("edge", "192.0.2.1", {icmp_probe(), tcp_probe(80)})}, {seattle}));
  answer(snapshot.targets[0], 1, 3, 10ms);
  lose(snapshot.targets[0], 4, 1);
  return snapshot;
}

constexpr WallTime noon{1'700'000'000s + 250ms};

json::value document_of(const Snapshot& snapshot, const AlertReport* alerts = nullptr) {
  return json::parse(connections_json(*assessment_of(snapshot, alerts, noon)));
}

json::value at(const json::value& document, const char* pointer) {
  return document.at_pointer(pointer);
}

TEST(ConnectionsJson, NestsConnectionsPrefixesEndpointsAndProbes) {
  const json::value document = document_of(measured());
  EXPECT_EQ(at(document, "/connections/0/name"), "seattle");
  EXPECT_EQ(at(document, "/connections/0/prefixes/0/prefix"), "203.0.113.0/24");
  EXPECT_EQ(at(document, "/connections/0/prefixes/0/paths/0/endpoint"), "edge");
  EXPECT_EQ(at(document, "/connections/0/prefixes/0/paths/0/probes/1/probe"), "tcp:80");
  EXPECT_EQ(at(document, "/groups/0/connections/0"), "seattle");
}

TEST(ConnectionsJson, HasNoFiguresOfAProbeThatNeedNotAnswer) {
  Snapshot snapshot = measured();
  TargetSnapshot& target = snapshot.targets[1];
  lose(target, 1, 5);
  target.unknown = true;
  const json::value probe = at(document_of(snapshot), "/connections/0/prefixes/0/paths/0/probes/1");
  EXPECT_EQ(probe.at("unknown"), true);
  EXPECT_EQ(probe.at_pointer("/figures/lost"), 0);
  EXPECT_TRUE(probe.at_pointer("/figures/loss_ratio").is_null());
}

TEST(ConnectionsJson, NamesTheSiteOfTheHostAndOfEachConnection) {
  Snapshot snapshot = measured();
  EXPECT_TRUE(at(document_of(snapshot), "/site").is_null());
  EXPECT_TRUE(at(document_of(snapshot), "/connections/0/site").is_null());
  Config config = *snapshot.config;
  config.site = config.connections[0].site = "ams";
  snapshot.config = std::make_shared<const Config>(config);
  EXPECT_EQ(at(document_of(snapshot), "/site"), "ams");
  EXPECT_EQ(at(document_of(snapshot), "/connections/0/site"), "ams");
}

json::value range_at(const Snapshot& snapshot) {
  return at(document_of(snapshot), "/connections/0/prefixes/0/paths/0/probes/0/range");
}

TEST(ConnectionsJson, NamesThePublishedRangeOfAnAddress) {
  Snapshot snapshot = measured();
  EXPECT_TRUE(range_at(snapshot).is_null()) << "no table";
  Config config = *snapshot.config;
  config.service_tags = std::make_shared<const AddressRanges>(
      AddressRanges::parse("198.51.100.0/24 AzureFrontDoor.Frontend\n").value());
  snapshot.config = std::make_shared<const Config>(config);
  snapshot.targets[0].address = std::nullopt;
  EXPECT_TRUE(range_at(snapshot).is_null()) << "no address";
  snapshot.targets[0].address = boost::asio::ip::make_address("198.51.100.7");
  EXPECT_EQ(range_at(snapshot), "AzureFrontDoor.Frontend");
  snapshot.targets[0].address = boost::asio::ip::make_address("203.0.113.7");
  EXPECT_EQ(range_at(snapshot), "") << "outside";
}

TEST(ConnectionsJson, UsesSecondsAndRatios) {
  const json::value document = document_of(measured());
  EXPECT_EQ(at(document, "/connections/0/rtt_seconds"), 0.01);
  EXPECT_EQ(at(document, "/connections/0/loss_ratio"), 0.25);
  EXPECT_EQ(at(document, "/connections/0/prefixes/0/paths/0/probes/0/lost/timeout"), 1);
}

TEST(ConnectionsJson, HasNullForUnmeasuredValues) {
  const json::value document = document_of(measured());
  EXPECT_TRUE(at(document, "/connections/0/prefixes/0/paths/0/probes/1/figures/rtt_seconds/median")
                  .is_null());
  EXPECT_TRUE(at(document, "/connections/0/result").is_null());
  EXPECT_TRUE(at(document, "/evaluated").is_null());
}

TEST(ConnectionsJson, ShowsResultsAndSinceWhenTheyHold) {
  const Snapshot snapshot = measured();
  AlertReport alerts;
  alerts.config = snapshot.config;
  alerts.evaluated_at_wall = noon;
  alerts.connections[0] = {{TestResult::fail, snapshot.taken_at - 90s}, "no answer"};
  alerts.groups["west"] = {{TestResult::warning, snapshot.taken_at}};
  const json::value document = document_of(snapshot, &alerts);
  EXPECT_EQ(at(document, "/time"), "2023-11-14T22:13:20.250Z");
  EXPECT_EQ(at(document, "/connections/0/result"), "Fail");
  EXPECT_EQ(at(document, "/connections/0/since"), "2023-11-14T22:11:50.250Z");
  EXPECT_EQ(at(document, "/groups/0/result"), "Warning");
}

TEST(ConnectionsJson, ShowsEachSignalWithItsThresholds) {
  const Snapshot snapshot = measured();
  SignalStatus latency{Signal::latency, {}, {{}, "3 of 20 required samples"}, {}, {}};
  latency.rule.warning = 0.06;
  AlertReport alerts;
  alerts.config = snapshot.config;
  alerts.paths.push_back({0, 0, 0, {{TestResult::indeterminate, snapshot.taken_at}, {latency}}});
  const json::value signal =
      at(document_of(snapshot, &alerts), "/connections/0/prefixes/0/paths/0/signals/0");
  EXPECT_EQ(signal.at("signal"), "latency");
  EXPECT_EQ(signal.at("warning_threshold"), 0.06);
  EXPECT_TRUE(signal.at("critical_threshold").is_null());
  EXPECT_TRUE(signal.at("value").is_null());
  EXPECT_EQ(signal.at("note"), "3 of 20 required samples");
}

}  // namespace
}  // namespace peeringd

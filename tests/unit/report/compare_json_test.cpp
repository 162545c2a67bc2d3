#include "report/compare_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment midnight{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

ComparedMember compared_member(const std::string& name) {
  ComparedMember member{name, {"198.18.0.0/24", "2001:db8::/48"}, {}, {}, {}, {}};
  member.view.key = {name, "", "", ""};
  member.view.grid = {midnight, midnight + 2min, 1min, Tier::minute};
  member.view.points.resize(2);
  return member;
}

TEST(CompareJson, WritesMembersMinutesAndEndpointsAsJsonAndCsv) {
  ComparisonView view{.group = "west",
                      .grid = {midnight, midnight + 2min, 1min, Tier::minute},
                      .members = {compared_member("a"), compared_member("b")},
                      .all_bad = {{midnight, midnight + 1min}},
                      .endpoint_span = {midnight, midnight + 2min},
                      .endpoints = {{"teams", {PeriodRecord(), PeriodRecord()}}}};
  view.members[0].bad = {{midnight, midnight + 2min}};
  view.members[0].helped = {{midnight + 1min, midnight + 2min}};
  view.members[1].bad = view.all_bad;
  view.endpoints[0].members[1].sent = 3;
  const auto document = boost::json::parse(compare_json(view, {{"a", {"Contoso", {}}}}));
  EXPECT_EQ(document.at("group"), "west");
  EXPECT_EQ(document.at("bad_minutes").at("a"), 2);
  EXPECT_EQ(document.at("helped").at("a"), 1);
  EXPECT_EQ(document.at("helped").at("b"), 0);
  EXPECT_EQ(document.at("all_bad").as_array()[0].at("to"), "2026-03-01T00:01:00Z");
  const auto& first = document.at("members").as_array()[0];
  EXPECT_EQ(first.at("partner"), "Contoso");
  EXPECT_TRUE(first.at("prefix").is_null()) << "the sum of several";
  EXPECT_EQ(first.at("prefixes").as_array().size(), 2U);
  EXPECT_TRUE(document.at("members").as_array()[1].at("partner").is_null());
  const auto& endpoint = document.at("endpoints").as_array()[0].at("members").as_object();
  EXPECT_FALSE(endpoint.contains("a")) << "a was not recorded";
  EXPECT_TRUE(endpoint.at("b").at("p50").is_null());
  EXPECT_EQ(compare_csv(view, {}).substr(compare_csv(view, {}).find('\n')),
            "\n2026-03-01T00:00:00Z,a,,,,0,0,0,1\n2026-03-01T00:00:00Z,b,,,,0,0,0,1\n"
            "2026-03-01T00:01:00Z,a,,,,0,0,0,1\n2026-03-01T00:01:00Z,b,,,,0,0,0,0\n");
}

TEST(CompareJson, MeasuresAllMembersWithTheStrictestThresholdOfEachTime) {
  ComparisonView view{.group = "west",
                      .grid = {midnight, midnight + 2min, 1min, Tier::minute},
                      .members = {compared_member("a"), compared_member("b")},
                      .all_bad = {},
                      .endpoint_span = {midnight, midnight + 2min},
                      .endpoints = {}};
  for (ComparedMember& member : view.members) {
    for (PeriodRecord& point : member.view.points) {
      point.received = 1;
      point.round_trips.add(100'000);  // 10 ms
    }
  }
  view.members[0].view.thresholds = {
      {midnight, midnight + 1min, {{"latency", {0.005, {}, false}}}},
      {midnight + 1min, midnight + 2min, {{"latency", {0.04, {}, false}}}}};
  const SeriesContext today{.rules = {{"latency", {.warning = 0.02, .critical = {}}}}};
  const auto document = boost::json::parse(compare_json(view, {{"b", {"Contoso", today}}}));
  for (const auto& member : document.at("members").as_array()) {
    EXPECT_EQ(member.at("within").at("limits"), boost::json::parse("[5000, 20000]"));
    EXPECT_EQ(member.at("within").at("ratio"), 0.5);
  }
}

}  // namespace
}  // namespace peeringd

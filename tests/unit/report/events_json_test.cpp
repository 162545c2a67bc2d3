#include "report/events_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

TEST(EventsJson, HasEachEventWithItsSubjectAndFields) {
  Event event{
      EventKind::result_changed,
      EventLevel::warning,
      {"seattle", "203.0.113.0/24", "teams"},
      "latency Pass \u2192 Warning",
      {{"signal", "latency"}, {"value", 0.25}, {"changes", std::uint64_t{3}}, {"active", true}},
      7,
      WallTime{1'700'000'000s}};
  const json::value expected = json::parse(R"({"events": [{
      "time": "2023-11-14T22:13:20.000Z", "kind": "result_changed", "level": "warning",
      "connection": "seattle", "prefix": "203.0.113.0/24", "endpoint": "teams",
      "summary": "latency Pass \u2192 Warning",
      "fields": {"signal": "latency", "value": 0.25, "changes": 3, "active": true}}],
      "next": 7})");
  EXPECT_EQ(json::parse(events_json({{event}, 7})), expected);
}

TEST(EventsJson, HasNullForFieldsThatDoNotApply) {
  Event reload{EventKind::reload_refused};
  reload.subject.group = "west";
  const json::value document = json::parse(events_json({{reload}, {}}));
  const json::object& first = document.at_pointer("/events/0").as_object();
  EXPECT_TRUE(first.at("connection").is_null());
  EXPECT_TRUE(first.at("prefix").is_null());
  EXPECT_TRUE(first.at("endpoint").is_null());
  EXPECT_EQ(first.at("fields").at("redundancy_group"), "west");
  EXPECT_TRUE(document.at("next").is_null());
}

TEST(EventsJson, HasAnEmptyListWithoutEvents) {
  EXPECT_EQ(json::parse(events_json({})), json::parse(R"({"events": [], "next": null})"));
}

}  // namespace
}  // namespace peeringd

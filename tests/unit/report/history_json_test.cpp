#include "report/history_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr Moment begin{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

// Three hours: one with two answers and a loss, one without anything, one with an error.
HistoryView view() {
  HistoryView view;
  view.key = {"a", "198.18.0.0/24", "", ""};
  view.grid = {begin, begin + 3h, 1h, Tier::hour};
  view.points.resize(3);
  view.points[0].sent = 3;
  view.points[0].received = 2;
  view.points[0].lost[index_of(LossReason::timeout)] = 1;
  view.points[0].round_trips.add(100'000);
  view.points[0].round_trips.add(100'000);
  view.points[0].difference_sum = 1ms;
  view.points[0].difference_count = 1;
  view.points[2].errors[index_of(ErrorReason::source)] = 6;
  for (const PeriodRecord& point : view.points) view.total += point;
  view.recorded = {{begin - 1h, begin + 1h}, {begin + 2h, begin + 2h + 30min}};
  view.gaps = {{begin + 1h, begin + 2h, GapReason::daemon_off},
               {begin + 2h, begin + 3h, GapReason::no_source}};
  view.results = {{begin, begin + 3h, TestResult::fail, "loss 33% > 1%"}};
  return view;
}

TEST(HistoryJson, HasNullForUnmeasuredValues) {
  const auto document = boost::json::parse(history_json(view()));
  EXPECT_EQ(document.at("step_seconds"), 3600);
  EXPECT_EQ(document.at("tier"), "1h");
  const auto& medians = document.at("p50").as_array();
  ASSERT_EQ(medians.size(), 3U);
  EXPECT_NEAR(medians[0].to_number<double>(), 10'000, 80);
  EXPECT_TRUE(medians[1].is_null());
  EXPECT_TRUE(medians[2].is_null());
  EXPECT_EQ(document.at("lost").as_array()[0], 1U);
  EXPECT_EQ(document.at("jitter").as_array()[0], 1000);
}

TEST(HistoryJson, ShowsResultsAndTheirReasons) {
  const auto document = boost::json::parse(history_json(view()));
  EXPECT_EQ(document.at("unmeasured").as_array()[0].at("reason"), "daemon_off");
  EXPECT_EQ(document.at("unmeasured").as_array()[1].at("reason"), "no_source");
  EXPECT_EQ(document.at("unmeasured").as_array()[1].at("text"), "the prefix had no source address");
  EXPECT_EQ(document.at("states").as_array()[0].at("reason"), "loss 33% > 1%");
  EXPECT_EQ(document.at("window").at("errors").at("source"), 6U);
  EXPECT_EQ(document.at("histogram").at("buckets").as_array().size(), 1U);
}

TEST(HistoryJson, WritesCsv) {
  const std::string text = history_csv(view());
  EXPECT_THAT(text, HasSubstr("\n2026-03-01T13:00:00Z,,,,,,,,,0,0,0,0,0,0,,,,,,\n"));
  EXPECT_THAT(text, HasSubstr("\n2026-03-01T14:00:00Z,,,,,,,,,0,0,0,0,6,0,,,,,,\n"));
}

// The answers of view() took 10 ms each, and one of three probes was lost.
TEST(HistoryJson, ComparesEachPointWithTheThresholdOfItsTime) {
  HistoryView past = view();
  past.points[1] = past.points[0];
  past.thresholds = {{begin, begin + 1h, {{"latency", {0.02, 0.05, false}}}},
                     {begin + 1h, begin + 3h, {{"latency", {0.005, {}, false}}}}};
  const SeriesContext today{.rules = {{"latency", {.warning = 0.5, .critical = {}}}}};
  const auto within = boost::json::parse(history_json(past, today)).at("within");
  EXPECT_EQ(within.at("limits"), boost::json::parse("[5000, 20000]"));
  EXPECT_NEAR(within.at("ratio").as_double(), 2.0 / 6, 1e-9);
  past.thresholds = {{begin, begin + 1h, {}},
                     {begin + 1h, begin + 3h, past.thresholds[0].thresholds}};
  const auto later = boost::json::parse(history_json(past, today)).at("within");
  EXPECT_NEAR(later.at("ratio").as_double(), 2.0 / 3, 1e-9) << "before, there were none";
}

TEST(HistoryJson, ComparesWithTodaysThresholdIfNoOtherIsKnown) {
  const SeriesContext today{.rules = {{"latency", {.warning = {}, .critical = 0.03}}}};
  const auto within = boost::json::parse(history_json(view(), today)).at("within");
  EXPECT_EQ(within.at("limits"), boost::json::parse("[30000]"));
  EXPECT_NEAR(within.at("ratio").as_double(), 2.0 / 3, 1e-9);
  EXPECT_TRUE(boost::json::parse(history_json(view())).at("within").is_null());
  HistoryView empty = view();
  for (PeriodRecord& point : empty.points) point = {};
  EXPECT_TRUE(boost::json::parse(history_json(empty, today)).at("within").at("ratio").is_null());
}

TEST(HistoryJson, ShowsTheThresholdsOfEachTime) {
  HistoryView past = view();
  past.thresholds = {
      {begin, begin + 90min, {{"latency", {0.02, 0.05, false}}, {"loss", {0.01, {}, false}}}},
      {begin + 90min, begin + 3h, {{"latency", {0.03, {}, false}}}}};
  const auto document = boost::json::parse(history_json(past));
  const auto& spans = document.at("threshold_spans").as_array();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].at("to"), "2026-03-01T13:30:00Z");
  EXPECT_EQ(spans[0].at("thresholds").at("latency").at("critical"), 0.05);
  EXPECT_TRUE(spans[0].at("thresholds").at("loss").at("critical").is_null());
  EXPECT_EQ(spans[1].at("thresholds").as_object().size(), 1U);
  const std::string text = history_csv(past);
  EXPECT_THAT(text, HasSubstr("\n2026-03-01T13:00:00Z,,,,,,,,,0,0,0,0,0,0,20000,50000,0.01,,,\n"));
  EXPECT_THAT(text, HasSubstr("\n2026-03-01T14:00:00Z,,,,,,,,,0,0,0,0,6,0,30000,,,,,\n"));
}

TEST(HoursJson, AveragesTheKnownMediansOfTheHours) {
  HistoryView two = view();
  two.points[2].round_trips.add(300'000);
  const auto document = boost::json::parse(hours_json(two));
  EXPECT_NEAR(document.at("average_of_medians").to_number<double>(), 20'000, 160);
  EXPECT_EQ(document.at("hours").as_array()[0].at("complete"), true);
  EXPECT_EQ(document.at("hours").as_array()[2].at("complete"), false);
  EXPECT_TRUE(
      boost::json::parse(hours_json(view())).at("hours").as_array()[1].at("median").is_null());
  EXPECT_THAT(hours_csv(view()), HasSubstr("\n2026-03-01T13:00:00Z,,,0,0,0,false\n"));
}

}  // namespace
}  // namespace peeringd

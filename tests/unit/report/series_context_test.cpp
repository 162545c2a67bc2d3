#include "report/series_context.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "report/history_json.hpp"
#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment span_begin{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

Event pop_change(Moment time, const std::string& endpoint, const std::string& from,
                 const std::string& to) {
  Event event{.kind = EventKind::pop_changed, .subject = {"a", "198.18.0.0/24", endpoint, {}}};
  event.fields = {{"from", from}, {"to", to}};
  event.time = time;
  return event;
}

Event maintenance(Moment time, EventKind kind) {
  Event event{.kind = kind, .subject = {"a", {}, {}, {}}};
  event.time = time;
  return event;
}

// A view of four hours in the past, so that a change may also be later than its end.
HistoryView view_with(std::vector<Event> changes) {
  HistoryView view;
  view.key = {"a", "198.18.0.0/24", "", ""};
  view.grid = {span_begin, span_begin + 4h, 1h, Tier::hour};
  view.points.resize(4);
  view.recorded = {{span_begin - 24h, span_begin + 24h}};
  view.changes = std::move(changes);
  return view;
}

std::string shown(const std::vector<PopSpan>& spans) {
  std::string text;
  for (const PopSpan& each : spans) {
    const auto minutes = [](Moment time) {
      return std::to_string(std::chrono::floor<std::chrono::minutes>(time - span_begin).count());
    };
    text += each.code + " " + minutes(each.span.from) + "-" + minutes(each.span.to) + " ";
  }
  return text;
}

TEST(PopSpans, UseTheCurrentPopWithoutAChange) {
  EXPECT_EQ(shown(pop_spans(view_with({}), {.pops = {{"teams", "AMS"}}})), "AMS 0-240 ");
  EXPECT_TRUE(pop_spans(view_with({}), {}).empty());
}

TEST(PopSpans, FollowTheChanges) {
  const HistoryView two = view_with({pop_change(span_begin + 1h, "teams", "AMS", "FRA"),
                                     pop_change(span_begin + 3h, "teams", "FRA", "AMS")});
  EXPECT_EQ(shown(pop_spans(two, {.pops = {{"teams", "AMS"}}})),
            "AMS 0-60 FRA 60-180 AMS 180-240 ");
}

TEST(PopSpans, PreferTheChangeAfterTheSpanToTheCurrentPop) {
  const HistoryView later = view_with({pop_change(span_begin + 5h, "teams", "LHR", "AMS")});
  EXPECT_EQ(shown(pop_spans(later, {.pops = {{"teams", "AMS"}}})), "LHR 0-240 ");
}

TEST(PopSpans, UseThePopOfMostEndpoints) {
  const SeriesContext context{.pops = {{"a", "FRA"}, {"b", "AMS"}, {"c", "FRA"}}};
  const HistoryView one = view_with({pop_change(span_begin + 1h, "a", "AMS", "FRA"),
                                     pop_change(span_begin + 2h, "c", "AMS", "FRA")});
  EXPECT_EQ(shown(pop_spans(one, context)), "AMS 0-120 FRA 120-240 ");
  HistoryView path = one;
  path.key.endpoint = "a";
  EXPECT_EQ(shown(pop_spans(path, context)), "AMS 0-60 FRA 60-240 ");
}

TEST(PopSpans, ClaimNothingWithoutTheDaemon) {
  HistoryView view = view_with({pop_change(span_begin + 150min, "teams", "AMS", "FRA")});
  view.recorded = {{span_begin + 1h, span_begin + 2h}, {span_begin + 140min, span_begin + 200min}};
  EXPECT_EQ(shown(pop_spans(view, {})), "AMS 60-120 AMS 140-150 FRA 150-200 ");
}

TEST(PopSpans, BeginAtTheFirstOfTooManyChanges) {
  HistoryView view = view_with({pop_change(span_begin + 2h, "teams", "AMS", "FRA")});
  view.changes_from = span_begin + 2h;
  EXPECT_EQ(shown(pop_spans(view, {})), "FRA 120-240 ");
  view.changes = {maintenance(span_begin + 2h, EventKind::maintenance_ended)};
  EXPECT_TRUE(maintenance_spans(view, {}).empty());
}

TEST(MaintenanceSpans, AreClippedToTheView) {
  const auto began = maintenance(span_begin + 1h, EventKind::maintenance_began);
  const auto ended = maintenance(span_begin + 2h, EventKind::maintenance_ended);
  auto spans = maintenance_spans(view_with({began, ended}), {});
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].from, span_begin + 1h);
  EXPECT_EQ(spans[0].to, span_begin + 2h);
  EXPECT_EQ(maintenance_spans(view_with({ended}), {}).at(0).from, span_begin);
  EXPECT_EQ(maintenance_spans(view_with({began}), {}).at(0).to, span_begin + 4h);
  EXPECT_EQ(maintenance_spans(view_with({}), {.in_maintenance = true}).size(), 1U);
  EXPECT_TRUE(maintenance_spans(view_with({}), {}).empty());
}

TEST(MaintenanceSpans, IgnoreMaintenanceAfterTheView) {
  EXPECT_TRUE(
      maintenance_spans(view_with({maintenance(span_begin + 5h, EventKind::maintenance_began)}),
                        {.in_maintenance = true})
          .empty());
}

TEST(SeriesContext, ShowsTheFloorOfEachPop) {
  SeriesContext context{.pops = {{"teams", "AMS"}}, .position = Position{50.11, 8.68}};
  context.rules["latency"] = {.warning = 0.008, .critical = {}};
  const auto document = boost::json::parse(history_json(view_with({}), context));
  const auto& pop = document.at("pops").as_array().at(0);
  EXPECT_EQ(pop.at("metro"), "Amsterdam");
  EXPECT_NEAR(pop.at("distance_meters").to_number<double>(), 364'000, 10'000);
  EXPECT_NEAR(pop.at("floor").to_number<double>(), 3640, 100);
  EXPECT_EQ(document.at("thresholds").at("latency").at("warning"), 0.008);
  EXPECT_TRUE(document.at("thresholds").at("latency").at("critical").is_null());
}

TEST(SeriesContext, HasTheRulesOfThePrefix) {
  auto snapshot = test::blank_snapshot(
      test::config({test::endpoint("teams", "192.0.2.1", {test::icmp_probe()})},
                   {test::connection("a", {test::prefix("198.18.0.0/24")})}));
  AlertReport report;
  report.config = snapshot.config;
  SubjectStatus status;
  status.signals.push_back({Signal::latency, {.warning = 0.01, .critical = 0.02}, {}, {}});
  report.prefixes.push_back({0, 0, status});
  const auto assessment = test::assessment_of(snapshot, &report, span_begin);
  EXPECT_EQ(context_of(*assessment, {"a", "198.18.0.0/24", "", ""}).rules.at("latency").warning,
            0.01);
  EXPECT_TRUE(context_of(*assessment, {"a", "198.18.0.0/24", "teams", ""}).rules.empty());
  EXPECT_TRUE(context_of(*assessment, {"b", "198.18.0.0/24", "", ""}).rules.empty());
}

}  // namespace
}  // namespace peeringd

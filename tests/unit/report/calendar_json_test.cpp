#include "report/calendar_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

CalendarView two_days() {
  CalendarView view;
  view.key = {"a", "198.18.0.0/24", "", ""};
  view.zone.first = 2h;
  view.start = Moment{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}} - 2h;
  view.cells.resize(48);
  view.cells[3].sent = view.cells[3].received = 1;
  view.cells[3].round_trips.add(50'000);
  view.usual.resize(168);
  view.usual[3] = 5000.4;
  return view;
}

TEST(CalendarJson, HasACellForEachHour) {
  const auto document = boost::json::parse(calendar_json(two_days()));
  EXPECT_EQ(document.at("day0"), "2026-02-28T22:00:00Z");
  EXPECT_EQ(document.at("tz"), "+02:00");
  EXPECT_EQ(document.at("days"), 2);
  EXPECT_EQ(document.at("p95").as_array().size(), 48U);
  EXPECT_NEAR(document.at("p95").as_array()[3].to_number<double>(), 5000, 40);
  EXPECT_TRUE(document.at("p95").as_array()[4].is_null());
  EXPECT_TRUE(document.at("loss").as_array()[4].is_null());
  EXPECT_EQ(document.at("usual_hour_of_week").as_array()[3], 5000);
  EXPECT_TRUE(document.at("usual_hour_of_week").as_array()[4].is_null());
  EXPECT_THAT(calendar_csv(two_days()), testing::HasSubstr("\n2026-03-01T02:00:00Z,,,0,0,0,\n"));
}

TEST(CalendarJson, HasACellForEachDayOfAWeek) {
  CalendarView view = two_days();
  view.weeks = true;
  view.zone.first = 0h;
  view.start += 2h;
  view.stat = CalendarStat::loss;
  view.usual = {0.25, std::nullopt};
  view.cells.resize(14);
  const auto document = boost::json::parse(calendar_json(view));
  EXPECT_EQ(document.at("week0"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(document.at("weeks"), 2);
  EXPECT_EQ(document.at("usual_day_of_week").as_array()[0], 0.25);
}

TEST(CalendarJson, NamesTheChangesOfTheOffset) {
  CalendarView view = two_days();
  const Moment change{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 1h};
  view.zone.changes = {{view.start - 24h, 2h}, {change, 3h}, {change + std::chrono::days{90}, 2h}};
  const auto document = boost::json::parse(calendar_json(view));
  EXPECT_EQ(document.at("tz"), "+02:00");
  ASSERT_EQ(document.at("tz_changes").as_array().size(), 1U) << "of the calendar";
  EXPECT_EQ(document.at("tz_changes").as_array()[0].at("time"), "2026-03-01T01:00:00Z");
  EXPECT_EQ(document.at("tz_changes").as_array()[0].at("tz"), "+03:00");
  const std::string csv = calendar_csv(view);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 47) << "the clocks skip an hour";
}

TEST(CalendarJson, ListsFindings) {
  const Moment from{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
  EXPECT_EQ(finding_text({.kind = FindingKind::lasting_change,
                          .from = from,
                          .to = from + std::chrono::days{23},
                          .lasts = true,
                          .before = 1720,
                          .after = 2070}),
            "The median rose from 1.72 ms to 2.07 ms and has stayed there for 23 days");
  EXPECT_EQ(finding_text({.kind = FindingKind::daily_congestion,
                          .from = from,
                          .to = from + std::chrono::days{46},
                          .lasts = true,
                          .before = 3500,
                          .after = 15600,
                          .from_hour = 18,
                          .to_hour = 22,
                          .days = 44,
                          .measured_days = 46}),
            "18:00 to 22:00 was slower than the rest of the day on 44 of 46 days: p95 15.6 ms "
            "instead of 3.50 ms; the median hardly moved, as with a queue that fills at times");
}

}  // namespace
}  // namespace peeringd

#include "history/calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// A Sunday.
constexpr Moment first_day{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

// Ninety answers at p50, ten at p95; microseconds.
PeriodRecord hour_of(unsigned p50, unsigned p95) {
  PeriodRecord record;
  for (int i = 0; i < 90; ++i) record.round_trips.add(p50 * 10);
  for (int i = 0; i < 10; ++i) record.round_trips.add(p95 * 10);
  record.sent = record.received = 100;
  return record;
}

// Every hour has a median of 2 ms and a p95 of 2.8 ms.
CalendarView calendar_of(std::size_t days) {
  CalendarView view;
  view.start = first_day;
  view.cells.assign(days * 24, hour_of(2000, 2800));
  return view;
}

void make_busy(CalendarView& view, std::size_t first_busy_day, unsigned p50, unsigned p95) {
  for (std::size_t day = first_busy_day; day < view.columns(); ++day) {
    for (std::size_t hour = 18; hour < 22; ++hour) view.cells[day * 24 + hour] = hour_of(p50, p95);
  }
}

TEST(Calendar, BaselineIsTheLowerQuartileOfTheSameHourOfTheWeek) {
  Values values(8 * 168);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<double>(i % 168 + 1000 * (i / 168));
  }
  const Values usual = baseline_of(values, 24, 0);
  ASSERT_EQ(usual.size(), 168U);
  EXPECT_EQ(usual[5], 1755) << "of 5, 1005 … 7005";
  EXPECT_EQ(baseline_of(values, 24, 1)[24 + 5], usual[5]) << "the first day is a Monday";
}

TEST(Calendar, BaselineOfAShortHistoryIsThatOfTheHour) {
  Values values(3 * 24);
  values[7] = 10;
  values[24 + 7] = 20;
  values[48 + 7] = 30;
  const Values usual = baseline_of(values, 24, 0);
  EXPECT_EQ(usual[7], 15);
  EXPECT_EQ(usual[3 * 24 + 7], 15) << "no Wednesday has been measured";
  EXPECT_FALSE(usual[8]);
}

TEST(Calendar, BaselineOfWeeksIsByTheDay) {
  Values values(4 * 7, 1.0);
  values[6] = values[13] = values[20] = values[27] = 5.0;
  const Values usual = baseline_of(values, 7, 0);
  ASSERT_EQ(usual.size(), 7U);
  EXPECT_EQ(usual[6], 5);
  EXPECT_EQ(usual[0], 1);
}

TEST(Calendar, FindsCongestionInTheEvening) {
  CalendarView view = calendar_of(60);
  make_busy(view, 20, 2100, 5600);
  const auto findings = find_daily_congestion(view);
  ASSERT_EQ(findings.size(), 1U);
  const CalendarFinding& finding = findings[0];
  EXPECT_EQ(finding.from_hour, 18U);
  EXPECT_EQ(finding.to_hour, 22U);
  EXPECT_EQ(finding.from, first_day + std::chrono::days{20} + 18h);
  EXPECT_EQ(finding.to, first_day + std::chrono::days{59} + 22h);
  EXPECT_TRUE(finding.lasts);
  EXPECT_EQ(finding.days, 40U);
  EXPECT_EQ(finding.measured_days, 40U);
  EXPECT_NEAR(finding.before, 2800, 30);
  EXPECT_NEAR(finding.after, 5600, 60);
  EXPECT_FALSE(finding.median_moves);
}

TEST(Calendar, FindsPermanentAndEndedCongestion) {
  CalendarView always = calendar_of(30);
  make_busy(always, 0, 3000, 5600);
  ASSERT_EQ(find_daily_congestion(always).size(), 1U);
  EXPECT_TRUE(find_daily_congestion(always)[0].median_moves);
  CalendarView ended = calendar_of(60);
  for (std::size_t day = 10; day < 30; ++day) ended.cells[day * 24 + 20] = hour_of(2000, 5600);
  const auto findings = find_daily_congestion(ended);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_FALSE(findings[0].lasts);
  EXPECT_EQ(findings[0].days, 20U);
}

TEST(Calendar, FindsNoCongestionInSingleHours) {
  CalendarView view = calendar_of(60);
  EXPECT_TRUE(find_daily_congestion(view).empty());
  for (std::size_t day = 0; day < 60; day += 9) view.cells[day * 24 + 20] = hour_of(2000, 9000);
  EXPECT_TRUE(find_daily_congestion(view).empty()) << "one evening in nine";
  for (std::size_t hour = 0; hour < 24; ++hour) view.cells[30 * 24 + hour] = hour_of(9000, 9500);
  EXPECT_TRUE(find_daily_congestion(view).empty()) << "a whole day must not count as an evening";
}

TEST(Calendar, FindsAChangeThatStays) {
  CalendarView view = calendar_of(60);
  make_busy(view, 0, 2100, 5600);
  for (std::size_t cell = 40 * 24 + 2; cell < view.cells.size(); ++cell) {
    view.cells[cell] = hour_of(2350, 3100);
  }
  const auto findings = find_lasting_changes(view);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].from, first_day + std::chrono::days{40} + 2h);
  EXPECT_EQ(findings[0].to, first_day + std::chrono::days{60});
  EXPECT_TRUE(findings[0].lasts);
  EXPECT_NEAR(findings[0].before, 2000, 20);
  EXPECT_NEAR(findings[0].after, 2350, 25);
}

TEST(Calendar, EndsAChangeAtTheNextOne) {
  CalendarView view = calendar_of(90);
  for (std::size_t cell = 30 * 24; cell < 60 * 24; ++cell) view.cells[cell] = hour_of(4000, 5000);
  const auto findings = find_lasting_changes(view);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].to, first_day + std::chrono::days{60});
  EXPECT_FALSE(findings[0].lasts);
  EXPECT_LT(findings[1].after, findings[1].before);
}

TEST(Calendar, IgnoresExcursionsAndNoise) {
  CalendarView view = calendar_of(60);
  for (std::size_t cell = 0; cell < view.cells.size(); ++cell) {
    view.cells[cell] = hour_of(2000 + static_cast<unsigned>(cell * 7 % 41), 2800);
  }
  for (std::size_t cell = 30 * 24; cell < 33 * 24; ++cell) view.cells[cell] = hour_of(9000, 9900);
  EXPECT_TRUE(find_lasting_changes(view).empty());
}

TEST(Calendar, FindsAChangeBetweenDaysOfWeeks) {
  CalendarView view;
  view.weeks = true;
  view.start = first_day;
  view.cells.assign(20 * 7, hour_of(2000, 2800));
  for (std::size_t day = 70; day < view.cells.size(); ++day) view.cells[day] = hour_of(3000, 3800);
  evaluate(view);
  ASSERT_EQ(view.findings.size(), 1U);
  EXPECT_EQ(view.findings[0].from, first_day + std::chrono::days{70});
  EXPECT_EQ(view.usual.size(), 7U);
}

// Two weeks of hours around the last Sunday of March 2026, on which Berlin's clocks skip 02:00.
// From 18:00 UTC on, and from 17:00 UTC after the change, `busy` hours: always 19:00 there.
TEST(Calendar, KeepsTheHoursOfItsTimeAcrossAChangeOfTheOffset) {
  CalendarView view;
  const Moment change{std::chrono::sys_days{std::chrono::year{2026} / 3 / 29} + 1h};
  view.zone = {1h, {{change, 2h}}};
  view.start = Moment{std::chrono::sys_days{std::chrono::year{2026} / 3 / 15}} - 1h;
  std::vector<PeriodRecord> hours;
  for (std::size_t i = 0; i < 28 * 24 - 1; ++i) {
    const Moment time = view.start + 1h * i;
    const auto local = view.zone.local_of(time);
    const bool busy = local - std::chrono::floor<std::chrono::days>(local) == 19h;
    hours.push_back(busy ? hour_of(2000, 5600) : hour_of(2000, 2800));
  }
  view.cells = cells_of(view, std::move(hours), 28 * 24);
  evaluate(view);
  EXPECT_TRUE(view.cells[14 * 24 + 2].empty()) << "no clock showed it";
  EXPECT_FALSE(view.cells[14 * 24 + 3].empty());
  EXPECT_FALSE(view.cells.back().empty());
  ASSERT_EQ(view.findings.size(), 1U);
  EXPECT_EQ(view.findings[0].from_hour, 19U);
  EXPECT_EQ(view.findings[0].to_hour, 20U);
  EXPECT_EQ(view.findings[0].days, 28U);
  EXPECT_EQ(view.findings[0].from, first_day + std::chrono::days{14} + 18h);
  EXPECT_EQ(view.findings[0].to, first_day + std::chrono::days{41} + 18h) << "20:00 of summer time";
  EXPECT_NEAR(*view.usual[19], 5600, 60) << "of Sundays at 19:00";
}

TEST(Calendar, PutsARepeatedHourIntoOneCell) {
  CalendarView view;
  const Moment change{std::chrono::sys_days{std::chrono::year{2026} / 10 / 25} + 1h};
  view.zone = {2h, {{change, 1h}}};
  view.start = change - 3h;
  const auto cells = cells_of(view, std::vector<PeriodRecord>(25, hour_of(2000, 2800)), 24);
  ASSERT_EQ(cells.size(), 24U);
  EXPECT_EQ(cells[1].sent, 100U);
  EXPECT_EQ(cells[2].sent, 200U);
  EXPECT_EQ(cells[23].sent, 100U);
}

TEST(Calendar, HasNoBaselineAndNoFindingsWithoutData) {
  CalendarView view;
  view.start = first_day;
  view.cells.resize(90 * 24);
  evaluate(view);
  EXPECT_TRUE(view.findings.empty());
  EXPECT_THAT(view.usual, testing::Each(std::nullopt));
  EXPECT_THAT(values_of(view.cells, CalendarStat::loss), testing::Each(std::nullopt));
}

}  // namespace
}  // namespace peeringd

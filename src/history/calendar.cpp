#include "history/calendar.hpp"

#include <algorithm>

#include "history/calendar_values.hpp"

namespace peeringd {
namespace {

constexpr std::size_t days_of_week = 7;
constexpr std::size_t min_usual_hours = 4;

std::optional<double> microseconds_of(std::optional<Duration> duration) {
  if (!duration) return std::nullopt;
  return std::chrono::duration<double, std::micro>(*duration).count();
}

}  // namespace

std::optional<double> quantile_of(std::vector<double> values, double q) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const double rank = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (rank - static_cast<double>(below)) * (values[above] - values[below]);
}

std::vector<PeriodRecord> cells_of(const CalendarView& calendar, std::vector<PeriodRecord> records,
                                   std::size_t count) {
  if (calendar.zone.changes.empty()) return records;
  std::vector<PeriodRecord> cells(count);
  std::size_t index = 0;
  Moment time = calendar.start;
  for (const PeriodRecord& record : records) {
    while (time >= calendar.time_of(index + 1)) ++index;
    cells[index] += record;
    time += calendar.cell();
  }
  return cells;
}

Values values_of(std::span<const PeriodRecord> cells, CalendarStat stat) {
  Values values;
  values.reserve(cells.size());
  for (const PeriodRecord& cell : cells) {
    switch (stat) {
      case CalendarStat::p95:
        values.push_back(microseconds_of(cell.round_trips.quantile(0.95)));
        break;
      case CalendarStat::p50:
        values.push_back(microseconds_of(cell.round_trips.quantile(0.5)));
        break;
      case CalendarStat::loss:
        values.push_back(cell.loss_ratio());
        break;
    }
  }
  return values;
}

Values baseline_of(const Values& values, std::size_t rows, std::size_t first_day) {
  const std::size_t cells_of_day = rows == days_of_week ? 1 : rows;
  std::vector<std::vector<double>> of_week(days_of_week * cells_of_day);
  std::vector<std::vector<double>> of_day(cells_of_day);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    of_week[(first_day * cells_of_day + i) % of_week.size()].push_back(*values[i]);
    of_day[i % cells_of_day].push_back(*values[i]);
  }
  Values usual;
  for (std::size_t i = 0; i < of_week.size(); ++i) {
    const bool few = of_week[i].size() < min_usual_hours;
    usual.push_back(quantile_of(few ? of_day[i % cells_of_day] : of_week[i], 0.25));
  }
  return usual;
}

void evaluate(CalendarView& calendar) {
  using namespace std::chrono;
  calendar.usual = baseline_of(values_of(calendar.cells, calendar.stat), calendar.rows(),
                               weekday(calendar.first_day()).c_encoding());
  calendar.findings = find_lasting_changes(calendar);
  if (!calendar.weeks) {
    const auto congestion = find_daily_congestion(calendar);
    calendar.findings.insert(calendar.findings.end(), congestion.begin(), congestion.end());
  }
  std::ranges::stable_sort(calendar.findings, {}, &CalendarFinding::from);
}

}  // namespace peeringd

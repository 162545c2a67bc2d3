// The baseline of each hour of the week, and the findings of a calendar. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/calendar_view.hpp"

namespace peeringd {

using Values = std::vector<std::optional<double>>;

/// The first `count` cells of `calendar`, of which only `start`, `zone` and `weeks` count, from the
/// successive records of hours (or days) since its start, which end with the last cell.
std::vector<PeriodRecord> cells_of(const CalendarView& calendar, std::vector<PeriodRecord> records,
                                   std::size_t count);

/// The figure of each cell: microseconds, or a ratio for loss; none if nothing was measured.
Values values_of(std::span<const PeriodRecord> cells, CalendarStat stat);

/// The baseline of each hour of the week (`rows` 24) or day of the week (`rows` 7): the lower
/// quartile of the cells at the same time of the week, so that a lasting change does not quickly
/// become the baseline. With fewer than four cells, that of the same hour of all days. `first_day`:
/// day of the week of the first cell, 0 for Sunday.
Values baseline_of(const Values& values, std::size_t rows, std::size_t first_day);

/// The hours of the day that are slower than the quiet hours of the same day on most days: their
/// p95 exceeds the lower quartile of the day by at least 25 % and 300 µs, on at least half of seven
/// measured days, and on at least five days in total. `from` and `to` are cells after the start of
/// `calendar`, whose cells must be hours.
std::vector<CalendarFinding> find_daily_congestion(const CalendarView& calendar);

/// The lasting changes of the median: two weeks after it differ from the two weeks before by at
/// least 5 % and 100 µs, with five measured days on each side. Each day counts by its quiet hours.
std::vector<CalendarFinding> find_lasting_changes(const CalendarView& calendar);

/// Sets `usual`, the baseline, and `findings` from the other members.
void evaluate(CalendarView& calendar);

}  // namespace peeringd

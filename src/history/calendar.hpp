// What is usual at an hour of the week, and what stands out in a calendar. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/calendar_view.hpp"

namespace peeringd {

using Values = std::vector<std::optional<double>>;

/// The figure of each cell: microseconds, or a ratio for loss; none if nothing was measured.
Values values_of(std::span<const PeriodRecord> cells, CalendarStat stat);

/// The usual of each hour of the week (`rows` 24) or day of the week (`rows` 7): the lower quartile
/// of the cells at the same time of the week, so that a lasting change is not soon taken for
/// the usual. With fewer than four cells, that of the same hour of all days. `first_day`: day of
/// the week of the first cell, 0 for Sunday.
Values usual_of(const Values& values, std::size_t rows, std::size_t first_day);

/// The hours of the day that are slower than the quiet hours of the same day on most days: their
/// p95 exceeds the lower quartile of the day by a quarter and by 300 µs. Found if half of a week's
/// days show it, at least five. `from` and `to` are cells after the start of `calendar`, whose
/// cells must be hours.
std::vector<CalendarFinding> find_daily_congestion(const CalendarView& calendar);

/// The changes of the median that stay: two weeks after it differ from the two weeks before by 5 %
/// and 100 µs, with five measured days on each side. Each day counts by its quiet hours.
std::vector<CalendarFinding> find_lasting_changes(const CalendarView& calendar);

/// Sets `usual` and `findings` from the other members.
void evaluate(CalendarView& calendar);

}  // namespace peeringd

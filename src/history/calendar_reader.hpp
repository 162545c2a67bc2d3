// Reads the calendar of a series. History's thread only.
#pragma once

#include <optional>

#include "history/history_writer.hpp"
#include "model/calendar_view.hpp"

namespace peeringd {

inline constexpr std::size_t max_calendar_days = 400;  ///< with hours
inline constexpr std::size_t max_calendar_week_days = 1830;

struct CalendarQuery {
  TargetKey key;  ///< connection and prefix, perhaps endpoint and probe
  bool weeks = false;
  std::size_t days = 90;  ///< up to today; >= 1, at most the limits above
  CalendarStat stat = CalendarStat::p95;
  ZoneOffsets zone{};  ///< whole hours; UTC with weeks, as days are those of UTC
};

/// The calendar that ends with the day of `now`, with baseline and findings. None if the file has
/// no such series.
std::optional<CalendarView> read_calendar(OpenHistory& history, const CalendarQuery& query,
                                          Moment now);

}  // namespace peeringd

// A series by the hour of the day and the day, or by the day of the week and the week.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/history_view.hpp"

namespace peeringd {

/// What is compared with the usual.
enum class CalendarStat : std::uint8_t { p95, p50, loss };
inline constexpr std::array<std::string_view, 3> calendar_stat_names{"p95", "p50", "loss"};

/// What stands out. Later versions may add kinds.
enum class FindingKind : std::uint8_t {
  daily_congestion,  ///< the same hours are slower than the rest of the day, on most days
  lasting_change,    ///< the median changed and stayed
};
inline constexpr std::array<std::string_view, 2> finding_kind_names{"daily_congestion",
                                                                    "lasting_change"};

struct CalendarFinding {
  FindingKind kind{};
  Moment from;
  Moment to;           ///< the end of the last cell that shows it
  bool lasts = false;  ///< it goes on at the end of the calendar
  /// Of p95 for daily congestion, of the median for a lasting change; microseconds.
  double before = 0;
  double after = 0;
  /// Only of daily congestion.
  unsigned from_hour = 0;  ///< hour of the day in the calendar's time
  unsigned to_hour = 0;    ///< exclusive, 1 … 24
  std::size_t days = 0;
  std::size_t measured_days = 0;
  bool median_moves = false;  ///< the median rises in these hours as well
};

/// Cells in the order of time; those of a column follow each other.
struct CalendarView {
  TargetKey key;
  bool weeks = false;  ///< a column is a week and a cell a day; otherwise a day and an hour
  Moment start;  ///< of the first cell: midnight in the calendar's time, for weeks on a Sunday
  std::chrono::seconds offset{};  ///< of the calendar's time from UTC
  CalendarStat stat = CalendarStat::p95;
  std::vector<PeriodRecord> cells;
  /// What is usual at the time of a cell, by the hour of the week, or the day of the week, from
  /// Sunday on: microseconds, or a ratio for loss. None if nothing was measured then.
  std::vector<std::optional<double>> usual;
  std::vector<CalendarFinding> findings;  ///< in the order of their begin

  std::size_t rows() const { return weeks ? 7 : 24; }
  std::size_t columns() const { return cells.size() / rows(); }
  std::chrono::seconds cell() const {
    return weeks ? std::chrono::seconds(std::chrono::days{1})
                 : std::chrono::seconds(std::chrono::hours{1});
  }
};

}  // namespace peeringd

// A series by the hour of the day and the day, or by the day of the week and the week.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/history_view.hpp"
#include "model/zone_offsets.hpp"

namespace peeringd {

/// What is compared with the baseline.
enum class CalendarStat : std::uint8_t { p95, p50, loss };
inline constexpr std::array<std::string_view, 3> calendar_stat_names{"p95", "p50", "loss"};

/// The kind of a finding. Later versions may add kinds.
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

/// Cells in the order of time; those of a column follow each other. Where the clocks are set
/// forward, the cell of the hour that they skip is empty; where they are set back, one has both
/// hours.
struct CalendarView {
  TargetKey key;
  bool weeks = false;  ///< a column is a week and a cell a day; otherwise a day and an hour
  Moment start;      ///< of the first cell: midnight in the calendar's time, for weeks on a Sunday
  ZoneOffsets zone;  ///< the calendar's time; UTC with weeks
  CalendarStat stat = CalendarStat::p95;
  std::vector<PeriodRecord> cells;
  /// The baseline at the time of a cell, by the hour of the week, or the day of the week, from
  /// Sunday on: microseconds, or a ratio for loss. None if nothing was measured then.
  std::vector<std::optional<double>> usual;
  std::vector<CalendarFinding> findings;  ///< in the order of their begin

  std::size_t rows() const { return weeks ? 7 : 24; }
  std::size_t columns() const { return cells.size() / rows(); }
  std::chrono::seconds cell() const {
    return weeks ? std::chrono::seconds(std::chrono::days{1})
                 : std::chrono::seconds(std::chrono::hours{1});
  }
  std::chrono::local_days first_day() const {
    return std::chrono::floor<std::chrono::days>(zone.local_of(start));
  }
  /// The begin of a cell, and the end of the one before it.
  Moment time_of(std::size_t index) const {
    return zone.first_at(first_day() + cell() * static_cast<std::int64_t>(index));
  }
};

}  // namespace peeringd

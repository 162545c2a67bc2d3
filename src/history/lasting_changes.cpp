#include <algorithm>
#include <cmath>

#include "history/calendar.hpp"
#include "history/calendar_values.hpp"

namespace peeringd {
namespace {

constexpr std::size_t days_compared = 14;      // days that are compared before and after a change
constexpr std::size_t min_compared_days = 5;   // measured on each side
constexpr double min_share = 0.05;             // of the median before
constexpr double min_change_us = 100;          // microseconds
constexpr double min_separation = 0.8;         // share of the days on their side of the middle
constexpr std::size_t min_measured_hours = 6;  // measured in a day

struct LevelChange {
  std::size_t day = 0;
  double before = 0;
  double after = 0;
  double separation = 0;

  double size() const { return std::abs(after - before); }
};

// The level of each day: its quiet hours, so that congestion in the evening does not move it.
Values levels_of(const Values& medians, std::size_t cells_of_day) {
  Values levels;
  for (std::size_t first = 0; first + cells_of_day <= medians.size(); first += cells_of_day) {
    std::vector<double> day;
    for (std::size_t i = first; i < first + cells_of_day; ++i) {
      if (medians[i]) day.push_back(*medians[i]);
    }
    const bool enough = day.size() >= std::min(cells_of_day, min_measured_hours);
    levels.push_back(enough ? quantile_of(std::move(day), 0.25) : std::nullopt);
  }
  return levels;
}

std::vector<double> measured_in(const Values& levels, std::size_t first, std::size_t last) {
  std::vector<double> found;
  for (std::size_t i = first; i < std::min(last, levels.size()); ++i) {
    if (levels[i]) found.push_back(*levels[i]);
  }
  return found;
}

// The change before `day`, if the days before and after it differ enough.
std::optional<LevelChange> change_at(const Values& levels, std::size_t day) {
  const auto left = measured_in(levels, day - std::min(day, days_compared), day);
  const auto right = measured_in(levels, day, day + days_compared);
  if (left.size() < min_compared_days || right.size() < min_compared_days || !levels[day])
    return std::nullopt;
  LevelChange change{day, *quantile_of(left, 0.5), *quantile_of(right, 0.5), 0};
  if (change.size() < std::max(min_share * change.before, min_change_us)) return std::nullopt;
  const double middle = (change.before + change.after) / 2;
  const bool rise = change.after > change.before;
  const auto above = [middle](double level) { return level > middle; };
  const auto share_above = [&](const std::vector<double>& days) {
    return static_cast<double>(std::ranges::count_if(days, above)) /
           static_cast<double>(days.size());
  };
  const double before = rise ? 1 - share_above(left) : share_above(left);
  const double after = rise ? share_above(right) : 1 - share_above(right);
  if (before < min_separation || after < min_separation) return std::nullopt;
  change.separation = before + after;
  return change;
}

// Neighbouring days show the same change; the day that separates best is its own.
std::vector<LevelChange> changes_of(const Values& levels) {
  std::vector<LevelChange> changes;
  std::size_t last_day = 0;
  for (std::size_t day = 1; day < levels.size(); ++day) {
    const auto change = change_at(levels, day);
    if (!change) continue;
    const bool same =
        !changes.empty() && day - last_day <= days_compared / 2 &&
        (changes.back().after > changes.back().before) == (change->after > change->before);
    last_day = day;
    if (!same) {
      changes.push_back(*change);
    } else if (change->separation > changes.back().separation) {
      changes.back() = *change;
    }
  }
  return changes;
}

// The hour of a change: the cell that separates those around the day best.
std::size_t cell_of(const Values& medians, const LevelChange& change, std::size_t cells_of_day) {
  if (cells_of_day == 1) return change.day;
  const std::size_t first = (change.day - 1) * cells_of_day;
  const std::size_t last = std::min((change.day + 1) * cells_of_day, medians.size());
  const double middle = (change.before + change.after) / 2;
  const bool rise = change.after > change.before;
  std::size_t best = change.day * cells_of_day;
  std::size_t fewest = cells_of_day * 2 + 1;
  for (std::size_t split = first; split < last; ++split) {
    std::size_t wrong = 0;
    for (std::size_t i = first; i < last; ++i) {
      if (medians[i] && ((*medians[i] > middle) == rise) != (i >= split)) ++wrong;
    }
    if (wrong < fewest) {
      fewest = wrong;
      best = split;
    }
  }
  return best;
}

}  // namespace

std::vector<CalendarFinding> find_lasting_changes(const CalendarView& calendar) {
  const std::size_t cells_of_day = calendar.weeks ? 1 : calendar.rows();
  const Values medians = values_of(calendar.cells, CalendarStat::p50);
  const std::vector<LevelChange> changes = changes_of(levels_of(medians, cells_of_day));
  std::size_t end = medians.size();
  while (end > 0 && !medians[end - 1]) --end;
  std::vector<CalendarFinding> findings;
  for (const LevelChange& change : changes) {
    const Moment time = calendar.time_of(cell_of(medians, change, cells_of_day));
    if (!findings.empty()) {
      findings.back().to = time;
      findings.back().lasts = false;
    }
    findings.push_back({.kind = FindingKind::lasting_change,
                        .from = time,
                        .to = calendar.time_of(end),
                        .lasts = true,
                        .before = change.before,
                        .after = change.after});
  }
  return findings;
}

}  // namespace peeringd

#include <algorithm>

#include "history/calendar.hpp"
#include "history/calendar_values.hpp"

namespace peeringd {
namespace {

constexpr std::size_t hours_of_day = 24;
constexpr std::size_t min_hours_of_day = 12;  // measured, or a day shows nothing
constexpr double min_excess = 1.25;           // of the quiet hours' p95
constexpr double min_difference_us = 300;
constexpr std::size_t considered_days = 7;  // of which half must be congested
constexpr std::size_t min_congested_days = 5;
constexpr double median_excess = 1.15;

// The lower quartile of each day; none with too few hours.
Values quiet_levels(const Values& values) {
  Values levels;
  for (std::size_t first = 0; first + hours_of_day <= values.size(); first += hours_of_day) {
    std::vector<double> day;
    for (std::size_t i = first; i < first + hours_of_day; ++i) {
      if (values[i]) day.push_back(*values[i]);
    }
    levels.push_back(day.size() < min_hours_of_day ? std::nullopt
                                                   : quantile_of(std::move(day), 0.25));
  }
  return levels;
}

// Days in which an hour, or several ones, are congested. Days are indexes.
struct Spell {
  std::size_t from_hour = 0;
  std::size_t to_hour = 0;  // exclusive
  std::size_t first = 0;
  std::size_t last = 0;  // inclusive
};

class CongestionFinder {
 public:
  explicit CongestionFinder(const CalendarView& calendar)
      : calendar_(calendar),
        p95_(values_of(calendar.cells, CalendarStat::p95)),
        p50_(values_of(calendar.cells, CalendarStat::p50)),
        quiet_(quiet_levels(p95_)),
        quiet_medians_(quiet_levels(p50_)) {}

  std::vector<CalendarFinding> run() const {
    std::vector<Spell> groups;
    for (std::size_t hour = 0; hour < hours_of_day; ++hour) {
      for (const Spell& spell : spells_of(hour)) add_to_group(groups, spell);
    }
    std::vector<CalendarFinding> findings;
    for (const Spell& group : groups) findings.push_back(finding_of(group));
    return findings;
  }

 private:
  std::optional<bool> congested(std::size_t day, std::size_t hour) const {
    const auto& value = p95_[day * hours_of_day + hour];
    if (!value || !quiet_[day]) return std::nullopt;
    return *value > *quiet_[day] * min_excess && *value > *quiet_[day] + min_difference_us;
  }

  // A spell goes on as long as half of the last measured days are congested.
  std::vector<Spell> spells_of(std::size_t hour) const {
    std::vector<Spell> spells;
    std::vector<std::pair<std::size_t, bool>> days;
    std::size_t congested_days = 0;
    bool in_spell = false;
    const auto finish = [&] {
      if (in_spell && congested_days < min_congested_days) spells.pop_back();
      in_spell = false;
    };
    for (std::size_t day = 0; day < quiet_.size(); ++day) {
      const auto state = congested(day, hour);
      if (!state) continue;
      days.emplace_back(day, *state);
      const auto begin =
          days.end() - static_cast<std::ptrdiff_t>(std::min(days.size(), considered_days));
      const auto recent = static_cast<std::size_t>(
          std::count_if(begin, days.end(), [](const auto& each) { return each.second; }));
      if (recent * 2 < considered_days) {
        finish();
        continue;
      }
      if (!in_spell) {
        const auto first = std::find_if(begin, days.end(), [](auto& each) { return each.second; });
        spells.push_back({hour, hour + 1, first->first, day});
        congested_days = recent;
      } else if (*state) {
        ++congested_days;
      }
      if (*state) spells.back().last = day;
      in_spell = true;
    }
    finish();
    return spells;
  }

  // Joins a spell with that of the hour before, if most of their days are the same.
  static void add_to_group(std::vector<Spell>& groups, const Spell& spell) {
    for (Spell& group : groups) {
      if (group.to_hour != spell.from_hour) continue;
      const std::size_t first = std::max(group.first, spell.first);
      const std::size_t last = std::min(group.last, spell.last);
      const std::size_t shorter = std::min(group.last - group.first, spell.last - spell.first) + 1;
      if (last < first || (last - first + 1) * 2 < shorter) continue;
      group.to_hour = spell.to_hour;
      group.first = std::min(group.first, spell.first);
      group.last = std::max(group.last, spell.last);
      return;
    }
    groups.push_back(spell);
  }

  CalendarFinding finding_of(const Spell& spell) const {
    std::vector<double> busy;
    std::vector<double> quiet;
    std::vector<double> busy_medians;
    std::vector<double> quiet_medians;
    CalendarFinding finding{.kind = FindingKind::daily_congestion,
                            .from = moment_of(spell.first, spell.from_hour),
                            .to = moment_of(spell.last, spell.to_hour),
                            .lasts = spell.last + 3 >= quiet_.size(),
                            .from_hour = static_cast<unsigned>(spell.from_hour),
                            .to_hour = static_cast<unsigned>(spell.to_hour)};
    for (std::size_t day = spell.first; day <= spell.last; ++day) {
      bool measured = false;
      bool any = false;
      for (std::size_t hour = spell.from_hour; hour < spell.to_hour; ++hour) {
        const auto state = congested(day, hour);
        measured = measured || state.has_value();
        if (state != true) continue;
        any = true;
        busy.push_back(*p95_[day * hours_of_day + hour]);
        quiet.push_back(*quiet_[day]);
        busy_medians.push_back(*p50_[day * hours_of_day + hour]);
        quiet_medians.push_back(*quiet_medians_[day]);
      }
      if (measured) ++finding.measured_days;
      if (any) ++finding.days;
    }
    // A spell has a congested cell.
    finding.before = *quantile_of(std::move(quiet), 0.5);
    finding.after = *quantile_of(std::move(busy), 0.5);
    finding.median_moves = *quantile_of(std::move(busy_medians), 0.5) >
                           *quantile_of(std::move(quiet_medians), 0.5) * median_excess;
    return finding;
  }

  Moment moment_of(std::size_t day, std::size_t hour) const {
    return calendar_.time_of(day * hours_of_day + hour);
  }

  const CalendarView& calendar_;
  const Values p95_;
  const Values p50_;
  const Values quiet_;
  const Values quiet_medians_;
};

}  // namespace

std::vector<CalendarFinding> find_daily_congestion(const CalendarView& calendar) {
  return CongestionFinder(calendar).run();
}

}  // namespace peeringd

#include "history/calendar_reader.hpp"

#include "history/calendar.hpp"
#include "history/reader.hpp"

namespace peeringd {
namespace {

using std::chrono::local_days;

// The first day; the Sunday before it for weeks.
local_days first_day_of(const CalendarQuery& query, local_days today) {
  using namespace std::chrono;
  const auto first = today - days{static_cast<int>(query.days) - 1};
  return query.weeks ? first - (weekday(first) - Sunday) : first;
}

std::vector<PeriodRecord> read_cells(OpenHistory& history, StoredId series,
                                     const CalendarView& view, std::size_t count) {
  const HistoryGrid grid{.from = view.start,
                         .to = view.time_of(count),
                         .step = view.cell(),
                         .tier = view.weeks ? Tier::day : Tier::hour};
  return cells_of(view, read_points(history.records, series, grid), count);
}

}  // namespace

std::optional<CalendarView> read_calendar(OpenHistory& history, const CalendarQuery& query,
                                          Moment now) {
  const auto series = history.records.series().find(query.key);
  if (!series) return std::nullopt;
  const auto today = std::chrono::floor<std::chrono::days>(query.zone.local_of(now));
  const auto first = first_day_of(query, today);
  CalendarView view{.key = query.key,
                    .weeks = query.weeks,
                    .start = query.zone.first_at(first),
                    .zone = query.zone,
                    .stat = query.stat,
                    .cells = {},
                    .usual = {},
                    .findings = {}};
  const auto columns = (today - first).count() / (query.weeks ? 7 : 1) + 1;
  view.cells = read_cells(history, *series, view, static_cast<std::size_t>(columns) * view.rows());
  evaluate(view);
  return view;
}

}  // namespace peeringd

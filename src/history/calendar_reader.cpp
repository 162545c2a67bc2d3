#include "history/calendar_reader.hpp"

#include "history/calendar.hpp"
#include "history/reader.hpp"

namespace peeringd {
namespace {

// Midnight of the first day; the Sunday before it for weeks.
Moment calendar_start(const CalendarQuery& query, Moment now) {
  using namespace std::chrono;
  const auto today = floor<days>(now + query.offset);
  auto first = today - days{static_cast<int>(query.days) - 1};
  if (query.weeks) first -= weekday(first) - Sunday;
  return Moment{first} - query.offset;
}

}  // namespace

std::optional<CalendarView> read_calendar(OpenHistory& history, const CalendarQuery& query,
                                          Moment now) {
  const auto series = history.records.series().find(query.key);
  if (!series) return std::nullopt;
  CalendarView view{.key = query.key,
                    .weeks = query.weeks,
                    .start = calendar_start(query, now),
                    .offset = query.offset,
                    .stat = query.stat,
                    .cells = {},
                    .usual = {},
                    .findings = {}};
  const std::chrono::seconds column = view.cell() * static_cast<std::int64_t>(view.rows());
  const auto columns = (now - view.start) / column + 1;
  const HistoryGrid grid{.from = view.start,
                         .to = view.start + column * columns,
                         .step = view.cell(),
                         .tier = query.weeks ? Tier::day : Tier::hour};
  view.cells = read_points(history.records, *series, grid);
  evaluate(view);
  return view;
}

}  // namespace peeringd

#include "history/availability.hpp"

#include <algorithm>

namespace peeringd {
namespace {

using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;

// The last run that began before a change, if it had not ended.
const Run* run_of(const std::vector<Run>& runs, Moment time) {
  const Run* found = nullptr;
  for (const Run& run : runs) {
    if (run.begins <= time && time <= run.ends) found = &run;
  }
  return found;
}

// The spans of the changes that match, each within its run.
template <typename Matches>
Spans spans_with(const std::vector<Run>& runs, const std::vector<ReachChange>& changes,
                 const Matches& matches) {
  std::vector<HistorySpan> spans;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Run* const run = run_of(runs, changes[i].time);
    if (run == nullptr || !matches(changes[i])) continue;
    const Moment next = i + 1 < changes.size() ? changes[i + 1].time : run->ends;
    spans.push_back({changes[i].time, std::min(next, run->ends)});
  }
  return united(std::move(spans));
}

year_month month_of(Moment time) {
  const year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return day.year() / day.month();
}

Moment begin_of(year_month month) {
  return Moment{sys_days{month / 1}};
}

}  // namespace

Conditions conditions_of(const std::vector<Run>& runs, const std::vector<ReachChange>& changes,
                         const std::vector<ResultSpan>& results) {
  Conditions conditions;
  conditions.maintenance =
      spans_with(runs, changes, [](const ReachChange& change) { return change.maintenance; });
  conditions.down = spans_with(runs, changes, [](const ReachChange& change) {
    return !change.maintenance && change.up == false;
  });
  const Spans up = spans_with(runs, changes, [](const ReachChange& change) {
    return !change.maintenance && change.up == true;
  });
  std::vector<HistorySpan> exceeded;
  for (const ResultSpan& span : results) {
    const bool bad = span.result == TestResult::warning || span.result == TestResult::fail;
    if (bad) exceeded.push_back({span.from, span.to});
  }
  conditions.degraded = common(up, united(std::move(exceeded)));
  conditions.up = without(up, conditions.degraded);
  return conditions;
}

Availability availability_in(const Conditions& conditions, Moment from, Moment to) {
  const auto length = [&](const Spans& spans) { return length_of(within(spans, from, to)); };
  Availability time{.up = length(conditions.up),
                    .degraded = length(conditions.degraded),
                    .down = length(conditions.down),
                    .unknown = {},
                    .maintenance = length(conditions.maintenance)};
  time.unknown = to - from - time.up - time.degraded - time.down - time.maintenance;
  return time;
}

std::vector<HistorySpan> months_of(Moment from, Moment to) {
  std::vector<HistorySpan> spans;
  for (year_month month = month_of(from); begin_of(month) < to; month += months{1}) {
    const Moment next = begin_of(month + months{1});
    spans.push_back({std::max(from, begin_of(month)), std::min(to, next)});
  }
  return spans;
}

Moment months_before(Moment now, unsigned count) {
  return begin_of(month_of(now) - months{static_cast<int>(count) - 1});
}

}  // namespace peeringd

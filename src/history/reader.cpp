#include "history/reader.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "history/grid.hpp"
#include "history/spans.hpp"
#include "model/recorded_time.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_view_events = 200;

// The record of a period; the sum of its finer records if it is missing or incomplete.
PeriodRecord read_incomplete(RecordStore& records, Tier tier, Moment start, StoredId series) {
  PeriodRecord sum;
  const auto below = finer(tier);
  if (!below || !records.is_pending(tier, start, start + period_of(tier))) {
    return records.table(tier).find(start, series).value_or(PeriodRecord{});
  }
  // If finer records were deleted, the remaining ones came after the coarser record was made.
  if (start < records.dropped(*below)) {
    sum = records.table(tier).find(start, series).value_or(PeriodRecord{});
  }
  for (Moment each = start; each < start + period_of(tier); each += period_of(*below)) {
    sum += read_incomplete(records, *below, each, series);
  }
  return sum;
}

std::set<Moment> incomplete_periods(RecordStore& records, Tier tier, Moment from, Moment to) {
  std::set<Moment> found;
  for (const Tier each : all_tiers) {
    if (each > tier) break;
    for (const Moment start : records.pending(each, from, to)) {
      found.insert(period_start(tier, start));
    }
  }
  return found;
}

GapReason reason_of(const PeriodRecord& record) {
  const auto errors = [&](ErrorReason reason) { return record.errors[index_of(reason)]; };
  if (errors(ErrorReason::source) > 0) return GapReason::no_source;
  if (errors(ErrorReason::resolve) > 0) return GapReason::resolve;
  if (record.error_total() > 0) return GapReason::not_sent;
  if (record.inconclusive > 0) return GapReason::inconclusive;
  return record.skipped > 0 ? GapReason::overloaded : GapReason::no_record;
}

// The time in which the daemon did not record, in whole minutes: what is shorter belongs to a
// minute that has a record.
Spans off_time(Journal& journal, const HistoryView& view) {
  using std::chrono::minutes;
  const HistoryGrid& grid = view.grid;
  std::vector<HistorySpan> off;
  for (HistorySpan span : without({{grid.from, grid.to}}, view.recorded)) {
    // If no later run ends it, the rest of the running step is still to come.
    if (span.to == grid.to && journal.runs(grid.to, Moment::max()).empty()) {
      span.from = grid.from + (span.from - grid.from + grid.step - 1s) / grid.step * grid.step;
    }
    off.push_back({std::chrono::ceil<minutes>(span.from), std::chrono::floor<minutes>(span.to)});
  }
  return united(std::move(off));
}

void add_gap(std::vector<HistoryGap>& gaps, const HistorySpan& span, GapReason reason) {
  if (!gaps.empty() && gaps.back().to == span.from && gaps.back().reason == reason) {
    gaps.back().to = span.to;
  } else {
    gaps.push_back({span.from, span.to, reason});
  }
}

std::vector<HistoryGap> gaps_of(const HistoryView& view, const Spans& off) {
  std::vector<HistoryGap> gaps;
  Moment start = view.grid.from;
  for (const PeriodRecord& record : view.points) {
    const Moment end = start + view.grid.step;
    const bool measured = record.received + record.lost_total() > 0;
    Spans parts = parts_in(off, start, end);
    // There is a record, so it is only the run that is no longer known.
    if (!record.empty() && length_of(parts) == view.grid.step) parts.clear();
    for (const HistorySpan& part : parts) {
      if (!measured && start < part.from) add_gap(gaps, {start, part.from}, reason_of(record));
      add_gap(gaps, part, GapReason::daemon_off);
      start = part.to;
    }
    if (!measured && start < end) add_gap(gaps, {start, end}, reason_of(record));
    start = end;
  }
  return gaps;
}

std::vector<ResultSpan> spans_of(const std::vector<ResultChange>& changes, Moment from, Moment to) {
  std::vector<ResultSpan> spans;
  for (const ResultChange& change : changes) {
    const Moment begin = std::max(from, change.time);
    if (!spans.empty()) spans.back().to = begin;
    spans.push_back({begin, to, change.result, change.reason});
  }
  return spans;
}

std::vector<Event> events_of(Journal& journal, const HistoryView& view) {
  EventQuery query;
  query.connection = view.key.connection;
  query.before = static_cast<std::uint64_t>(view.grid.to.time_since_epoch().count()) * 1'000'000;
  query.limit = max_view_events;
  auto events = journal.find_events(query).events;
  std::erase_if(events, [&](const Event& event) { return event.time < view.grid.from; });
  return events;
}

void read_results_of(OpenHistory& history, HistoryView& view) {
  auto results = read_results(history, view.key, view.grid, max_view_changes + 1);
  if (results.size() > max_view_changes) {
    results.erase(results.begin());
    view.results_from = results.front().from;
  }
  view.results = recorded_results(results, view.recorded);
}

void read_changes_of(Journal& journal, HistoryView& view) {
  const auto& [connection, prefix, endpoint, probe] = view.key;
  const HistoryGrid& grid = view.grid;
  view.changes = journal.changes(connection, prefix, grid.from, grid.to, max_view_changes + 1);
  if (view.changes.size() > max_view_changes) {
    view.changes.erase(view.changes.begin());
    view.changes_from = std::chrono::floor<std::chrono::seconds>(view.changes.front().time);
  }
  for (Event& event : journal.next_changes(connection, prefix, grid.to)) {
    view.changes.push_back(std::move(event));
  }
}

}  // namespace

std::vector<PeriodRecord> read_points(RecordStore& records, StoredId series,
                                      const HistoryGrid& grid) {
  std::vector<PeriodRecord> points(grid.points());
  const auto incomplete = incomplete_periods(records, grid.tier, grid.from, grid.to);
  const auto point_at = [&](Moment start) -> PeriodRecord& {
    return points[static_cast<std::size_t>((start - grid.from) / grid.step)];
  };
  records.table(grid.tier).visit_series(series, grid.from, grid.to,
                                        [&](Moment start, PeriodRecord&& record) {
                                          if (!incomplete.contains(start))
                                            point_at(start) += record;
                                        });
  for (const Moment start : incomplete) {
    if (start < grid.from || start >= grid.to) continue;
    point_at(start) += read_incomplete(records, grid.tier, start, series);
  }
  return points;
}

std::optional<HistoryView> read_sum(OpenHistory& history, const std::vector<TargetKey>& parts,
                                    const TargetKey& name, const HistoryGrid& grid) {
  HistoryView view{.key = name,
                   .grid = grid,
                   .points = std::vector<PeriodRecord>(grid.points()),
                   .total = {},
                   .recorded = {},
                   .gaps = {},
                   .results = {},
                   .results_from = {},
                   .thresholds = {},
                   .events = {},
                   .changes = {},
                   .changes_from = {}};
  bool known = false;
  for (const TargetKey& part : parts) {
    const auto series = history.records.series().find(part);
    if (!series) continue;
    known = true;
    const auto points = read_points(history.records, *series, grid);
    for (std::size_t i = 0; i < points.size(); ++i) view.points[i] += points[i];
  }
  if (!known) return std::nullopt;
  for (const PeriodRecord& point : view.points) view.total += point;
  std::vector<HistorySpan> runs;
  for (const Run& run : history.journal.runs(grid.from, grid.to)) {
    runs.push_back({run.begins, run.ends});
  }
  view.recorded = united(std::move(runs));
  view.gaps = gaps_of(view, off_time(history.journal, view));
  read_results_of(history, view);
  view.thresholds = history.thresholds.spans({name.connection, name.prefix, name.endpoint, {}},
                                             grid.from, grid.to);
  view.events = events_of(history.journal, view);
  read_changes_of(history.journal, view);
  return view;
}

std::optional<HistoryView> read_view(OpenHistory& history, const TargetKey& key,
                                     const HistoryGrid& grid) {
  return read_sum(history, {key}, key, grid);
}

std::vector<ResultSpan> read_results(OpenHistory& history, const TargetKey& key,
                                     const HistoryGrid& grid, std::size_t limit) {
  const EventSubject subject{key.connection, key.prefix, key.endpoint, {}};
  return spans_of(history.journal.results(subject, grid.from, grid.to, limit), grid.from, grid.to);
}

// The records of all prefixes in one period are adjacent in the file.
SparkLines read_sparks(OpenHistory& history, const std::vector<TargetKey>& prefixes,
                       const HistoryGrid& wanted) {
  RecordStore& records = history.records;
  const bool deleted = wanted.tier == Tier::minute && wanted.from < records.dropped(Tier::minute);
  const HistoryGrid grid =
      deleted ? grid_of({.from = wanted.from, .to = wanted.to}, period_of(Tier::ten_minutes))
              : wanted;
  SparkLines lines{.grid = grid, .keys = prefixes, .points = {}};
  std::map<StoredId, std::size_t> positions;
  for (const TargetKey& key : prefixes) {
    if (const auto id = records.series().find(key)) positions.emplace(*id, lines.points.size());
    lines.points.emplace_back(grid.points());
  }
  if (positions.empty()) return lines;
  const auto add = [&](Tier tier, Moment from, Moment to) {
    records.table(tier).visit(from, to, positions.begin()->first, positions.rbegin()->first + 1,
                              [&](Moment start, StoredId id, PeriodRecord&& record) {
                                const auto found = positions.find(id);
                                if (found == positions.end()) return;
                                const auto point =
                                    static_cast<std::size_t>((start - grid.from) / grid.step);
                                lines.points[found->second][point] += record;
                              });
  };
  // The record of the running period is made when it is over.
  const Moment running = grid.to - period_of(grid.tier);
  const auto below = finer(grid.tier);
  if (below && records.is_pending(grid.tier, running, grid.to) &&
      running >= records.dropped(*below)) {
    add(grid.tier, grid.from, running);
    add(*below, running, grid.to);
  } else {
    add(grid.tier, grid.from, grid.to);
  }
  return lines;
}

}  // namespace peeringd

#include "history/reader.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "history/spans.hpp"

namespace peeringd {
namespace {

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

// Whether the daemon recorded at any time in [from, to). Called with later and later spans, it goes
// through the runs once.
class RecordedTime {
 public:
  explicit RecordedTime(const std::vector<Run>& runs) {
    std::vector<HistorySpan> spans;
    for (const Run& run : runs) spans.push_back({run.begins, run.ends});
    spans_ = united(std::move(spans));
  }

  bool overlaps(Moment from, Moment to) {
    while (next_ < spans_.size() && spans_[next_].to <= from) ++next_;
    return next_ < spans_.size() && spans_[next_].from < to;
  }

 private:
  Spans spans_;
  std::size_t next_ = 0;
};

std::vector<HistoryGap> gaps_of(const HistoryView& view, const std::vector<Run>& runs) {
  std::vector<HistoryGap> gaps;
  RecordedTime recorded(runs);
  Moment start = view.grid.from;
  for (const PeriodRecord& record : view.points) {
    const Moment end = start + view.grid.step;
    if (record.received + record.lost_total() == 0) {
      const bool off = record.empty() && !recorded.overlaps(start, end);
      const GapReason reason = off ? GapReason::daemon_off : reason_of(record);
      if (!gaps.empty() && gaps.back().to == start && gaps.back().reason == reason) {
        gaps.back().to = end;
      } else {
        gaps.push_back({start, end, reason});
      }
    }
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
                   .thresholds = {},
                   .events = {},
                   .changes = {}};
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
  const std::vector<Run> runs = history.journal.runs(grid.from, grid.to);
  for (const Run& run : runs) view.recorded.push_back({run.begins, run.ends});
  view.gaps = gaps_of(view, runs);
  view.results = read_results(history, name, grid);
  view.thresholds = history.thresholds.spans({name.connection, name.prefix, name.endpoint, {}},
                                             grid.from, grid.to);
  view.events = events_of(history.journal, view);
  view.changes = history.journal.changes(name.connection, name.prefix, grid.from, max_view_changes);
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
                       const HistoryGrid& grid) {
  SparkLines lines{.grid = grid, .keys = prefixes, .points = {}};
  std::map<StoredId, std::size_t> positions;
  for (const TargetKey& key : prefixes) {
    if (const auto id = history.records.series().find(key)) {
      positions.emplace(*id, lines.points.size());
    }
    lines.points.emplace_back(grid.points());
  }
  if (positions.empty()) return lines;
  RecordTable& table = history.records.table(grid.tier);
  table.visit(grid.from, grid.to, positions.begin()->first, positions.rbegin()->first + 1,
              [&](Moment start, StoredId id, PeriodRecord&& record) {
                const auto found = positions.find(id);
                if (found == positions.end()) return;
                const auto point = static_cast<std::size_t>((start - grid.from) / grid.step);
                lines.points[found->second][point] += record;
              });
  return lines;
}

}  // namespace peeringd

// The series of a prefix at a store as records of points, like those of a history. The histogram
// has steps of at most 10 % between 1 and 100 ms, so quantiles are that exact. Pure. Any thread.
#pragma once

#include <span>
#include <vector>

#include "fleet/promql_answer.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// What the points of one prefix have.
struct SeriesRecords {
  std::vector<PeriodRecord> points;
  std::vector<bool> delivered;  ///< whether the store has samples of the point and both edges
  std::vector<bool> no_source;  ///< the prefix had no source at the end of the point
};

/// `series`: those of one prefix, of report_queries(), in any order. Series of one counter are
/// merged, see merged_increments(). Jitter, skipped probes and errors are unknown to
/// a store, and stay 0.
SeriesRecords records_of(std::span<const PromSeries* const> series, const HistoryGrid& grid);

/// Adds the points of another prefix. A point is delivered if that of any prefix is.
void add_records(SeriesRecords& sum, const SeriesRecords& part);

/// The results of a gauge such as peering_prefix_test_result, oldest first, without reasons. Its
/// series are merged, see merged_values(). They are those of whole points: recorded_results() cuts
/// them to the time that was delivered.
std::vector<ResultSpan> results_of(std::span<const PromSeries* const> series,
                                   const HistoryGrid& grid);

/// The time that was delivered, as HistoryView::recorded. `end`: the end of the data.
std::vector<HistorySpan> delivered_time(const SeriesRecords& records, const HistoryGrid& grid,
                                        Moment end);

/// A view of the records, with gaps where nothing is known. `end`: the end of the data.
HistoryView view_of(TargetKey key, const HistoryGrid& grid, Moment end, SeriesRecords records);

}  // namespace peeringd

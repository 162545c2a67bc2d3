// Answers queries from the file. History's thread only.
#pragma once

#include <optional>
#include <vector>

#include "history/history_writer.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// The records of a series on a grid, computed from finer records if the coarser record does not
/// exist yet. Points without a record are empty.
std::vector<PeriodRecord> read_points(RecordStore& records, StoredId series,
                                      const HistoryGrid& grid);

/// Everything about a series; none if the file has no such series.
std::optional<HistoryView> read_view(OpenHistory& history, const TargetKey& key,
                                     const HistoryGrid& grid);

/// The same for the sum of several series, under the name `name`: the results are those recorded
/// under that name.
std::optional<HistoryView> read_sum(OpenHistory& history, const std::vector<TargetKey>& parts,
                                    const TargetKey& name, const HistoryGrid& grid);

/// How many results of a subject, and how many changes, a view has at most.
inline constexpr std::size_t max_view_changes = 2000;

/// The results of a connection, a prefix (without endpoint) or a path, oldest first; at most
/// `limit`, the newest. They go on where the daemon did not run.
std::vector<ResultSpan> read_results(OpenHistory& history, const TargetKey& key,
                                     const HistoryGrid& grid, std::size_t limit = max_view_changes);

/// The spark lines of these prefixes; empty points for those that the file does not have. The step
/// is ten minutes, on the same span, if it was shorter and minutes of the span have been deleted.
/// The last period of ten minutes may be running; longer ones must be over.
SparkLines read_sparks(OpenHistory& history, const std::vector<TargetKey>& prefixes,
                       const HistoryGrid& wanted);

}  // namespace peeringd

// Counters of a range query as increments of points. The difference of two samples is exact, where
// `increase()` extrapolates with Prometheus and not with VictoriaMetrics. Pure. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "fleet/promql_answer.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// The values of a series at the edges of a grid, points() + 1; none where it has no sample. A
/// sample counts for the edge that is nearest to its time.
using EdgeValues = std::vector<std::optional<double>>;

EdgeValues edge_values(const PromSeries& series, const HistoryGrid& grid);

/// The values of each of several series, in the order of their labels, so that what is made of them
/// does not depend on the order of an answer.
std::vector<EdgeValues> edge_values(std::vector<const PromSeries*> series, const HistoryGrid& grid);

/// The growth in each point of one counter that several series have: those of replicas of a server,
/// or of before and after a change of a label such as `site`; none if either edge is unknown. A
/// counter that falls began anew at 0: what it counted before that, after the last sample, is
/// unknown and left out. Each point has the growth of one series, never a sum: the series of the
/// point before, as long as it has both edges. Where a series ends and another one begins, the
/// counter continues. A series that does not grow gives way to one that does: a store repeats the
/// last value of a series that has ended for five minutes.
std::vector<std::optional<std::uint64_t>> merged_increments(std::span<const EdgeValues> series);

/// The values of one gauge that several series have: at each edge that of the series that began
/// last, since an earlier one may have ended and be repeated; of equals, the one with the most.
EdgeValues merged_values(std::span<const EdgeValues> series);

}  // namespace peeringd

// Counters of a range query as increments of points. The difference of two samples is exact, where
// `increase()` extrapolates with Prometheus and not with VictoriaMetrics. Pure. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/history_view.hpp"
#include "store/promql_answer.hpp"

namespace peeringd {

/// The values of a series at the edges of a grid, points() + 1; none where it has no sample. A
/// sample counts for the edge that is nearest to its time.
using EdgeValues = std::vector<std::optional<double>>;

EdgeValues edge_values(const PromSeries& series, const HistoryGrid& grid);

/// How much a counter has grown in each point; none if either edge is unknown. A counter that falls
/// began anew at 0: what it counted before that, after the last sample, is unknown and left out.
std::vector<std::optional<std::uint64_t>> increments(const EdgeValues& edges);

}  // namespace peeringd

// Chooses the resolution of a query. Pure.
#pragma once

#include <array>

#include "base/result.hpp"
#include "model/history_view.hpp"

namespace peeringd {

inline constexpr std::size_t max_points = 2500;
inline constexpr std::size_t default_points = 1500;

/// How many rows of all series a query reads at most: some tenths of a second.
inline constexpr std::size_t max_rows = 20'000;

struct SpanQuery {
  Moment from;
  Moment to;  ///< > from
  std::size_t points = default_points;
  std::size_t series = 1;  ///< how many are read on the grid; >= 1
};

/// The grid for a query. The step is the smallest of 1, 2, 5, 10, 30 min, 1, 2, 6, 12, 24 h that
/// makes no more points than requested. The points are read from the coarsest tier that has the
/// step, or from a coarser one if records of that tier have been deleted (`dropped`: before these
/// times). The error says that the span is too long.
Result<HistoryGrid> choose_grid(const SpanQuery& query,
                                const std::array<Moment, tier_count>& dropped);

/// The grid with this step.
HistoryGrid grid_of(const SpanQuery& query, std::chrono::seconds step);

}  // namespace peeringd

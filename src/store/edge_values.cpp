#include "store/edge_values.hpp"

#include <cmath>

namespace peeringd {

EdgeValues edge_values(const PromSeries& series, const HistoryGrid& grid) {
  EdgeValues edges(grid.points() + 1);
  const auto first = static_cast<double>(grid.from.time_since_epoch().count());
  const auto step = static_cast<double>(grid.step.count());
  for (const PromSample& sample : series.samples) {
    const double edge = std::round((sample.time - first) / step);
    if (edge < 0 || edge >= static_cast<double>(edges.size())) continue;
    edges[static_cast<std::size_t>(edge)] = sample.value;
  }
  return edges;
}

std::vector<std::optional<std::uint64_t>> increments(const EdgeValues& edges) {
  std::vector<std::optional<std::uint64_t>> points(edges.empty() ? 0 : edges.size() - 1);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!edges[i] || !edges[i + 1]) continue;
    const double from = *edges[i + 1] < *edges[i] ? 0 : *edges[i];
    points[i] = static_cast<std::uint64_t>(std::llround(std::max(0.0, *edges[i + 1] - from)));
  }
  return points;
}

}  // namespace peeringd

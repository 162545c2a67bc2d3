#include "store/edge_values.hpp"

#include <algorithm>
#include <cmath>

namespace peeringd {
namespace {

std::uint64_t growth(double from, double to) {
  return static_cast<std::uint64_t>(std::llround(std::max(0.0, to < from ? to : to - from)));
}

bool has_point(const EdgeValues& edges, std::size_t point) {
  return edges[point] && edges[point + 1];
}

// Whether the first value of the series is at the end of this point.
bool begins_at_end_of(const EdgeValues& edges, std::size_t point) {
  const auto first = std::ranges::find_if(edges, [](const auto& edge) { return edge.has_value(); });
  return static_cast<std::size_t>(first - edges.begin()) == point + 1;
}

// The index of the series with the most values, the first of equals.
std::size_t fullest(std::span<const EdgeValues> series) {
  const auto known = [](const EdgeValues& edges) {
    return std::ranges::count_if(edges, [](const auto& edge) { return edge.has_value(); });
  };
  return static_cast<std::size_t>(std::ranges::max_element(series, {}, known) - series.begin());
}

}  // namespace

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

std::vector<EdgeValues> edge_values(std::vector<const PromSeries*> series,
                                    const HistoryGrid& grid) {
  std::ranges::sort(
      series, {}, [](const PromSeries* one) -> const auto& { return one->labels; });
  std::vector<EdgeValues> values;
  for (const PromSeries* const one : series) values.push_back(edge_values(*one, grid));
  return values;
}

std::vector<std::optional<std::uint64_t>> increments(const EdgeValues& edges) {
  return merged_increments({&edges, 1});
}

std::vector<std::optional<std::uint64_t>> merged_increments(std::span<const EdgeValues> series) {
  if (series.empty() || series[0].empty()) return {};
  std::vector<std::optional<std::uint64_t>> points(series[0].size() - 1);
  std::size_t now = fullest(series);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!has_point(series[now], i)) {
      const auto other =
          std::ranges::find_if(series, [&](const auto& edges) { return has_point(edges, i); });
      if (other != series.end()) now = static_cast<std::size_t>(other - series.begin());
    }
    if (has_point(series[now], i)) {
      points[i] = growth(*series[now][i], *series[now][i + 1]);
      continue;
    }
    const auto next =
        std::ranges::find_if(series, [&](const auto& edges) { return begins_at_end_of(edges, i); });
    if (next == series.end() || !series[now][i]) continue;
    points[i] = growth(*series[now][i], *(*next)[i + 1]);
    now = static_cast<std::size_t>(next - series.begin());
  }
  return points;
}

EdgeValues merged_values(std::span<const EdgeValues> series) {
  if (series.empty()) return {};
  EdgeValues merged = series[fullest(series)];
  for (const EdgeValues& edges : series) {
    for (std::size_t i = 0; i < merged.size(); ++i) {
      if (!merged[i]) merged[i] = edges[i];
    }
  }
  return merged;
}

}  // namespace peeringd

#include "fleet/edge_values.hpp"

#include <algorithm>
#include <cmath>

namespace peeringd {
namespace {

/// No counter or gauge of a branch is larger; the sums of smaller values do not overflow.
constexpr double largest_value = 1e15;

std::uint64_t growth(double from, double to) {
  return static_cast<std::uint64_t>(std::llround(std::max(0.0, to < from ? to : to - from)));
}

bool has_point(const EdgeValues& edges, std::size_t point) {
  return edges[point] && edges[point + 1];
}

std::size_t first_edge(const EdgeValues& edges) {
  const auto first = std::ranges::find_if(edges, [](const auto& edge) { return edge.has_value(); });
  return static_cast<std::size_t>(first - edges.begin());
}

// Whether the first value of the series is at the end of this point.
bool begins_at_end_of(const EdgeValues& edges, std::size_t point) {
  return first_edge(edges) == point + 1;
}

// Whether the value is the same at both edges. A store repeats the last value of a series for five
// minutes, so the series may have ended.
bool rests_in(const EdgeValues& edges, std::size_t point) {
  return has_point(edges, point) && *edges[point] == *edges[point + 1];
}

// Whether a series that begins at the end of this point continues a counter whose series ends in
// the point. Its last value may be repeated at that edge and at later ones.
bool continues(const EdgeValues& ending, const EdgeValues& beginning, std::size_t point) {
  if (!ending[point]) return false;
  if (!ending[point + 1]) return true;
  const bool goes_on =
      point + 2 < ending.size() && ending[point + 2] && !rests_in(ending, point + 1);
  return !goes_on && (rests_in(ending, point) || *beginning[point + 1] > *ending[point + 1]);
}

// Whether a series has counted in this point what one that rests has not: it is above, or began
// anew. A replica that only catches up has not.
bool is_ahead(const EdgeValues& edges, const EdgeValues& resting, std::size_t point) {
  if (!has_point(edges, point) || rests_in(edges, point) || !resting[point + 1]) return false;
  return *edges[point + 1] < *edges[point] || *edges[point + 1] > *resting[point + 1];
}

// The growth of a series that is ahead, without what the one that rests has counted already.
std::uint64_t growth_ahead(const EdgeValues& edges, const EdgeValues& resting, std::size_t point) {
  const std::uint64_t own = growth(*edges[point], *edges[point + 1]);
  if (*edges[point + 1] <= *resting[point]) return own;
  return std::min(own, growth(*resting[point], *edges[point + 1]));
}

template <typename Fits>
std::optional<std::size_t> index_where(std::span<const EdgeValues> series, const Fits& fits) {
  const auto found = std::ranges::find_if(series, fits);
  if (found == series.end()) return std::nullopt;
  return static_cast<std::size_t>(found - series.begin());
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
    if (!(sample.value >= 0 && sample.value <= largest_value)) continue;
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

std::vector<std::optional<std::uint64_t>> merged_increments(std::span<const EdgeValues> series) {
  if (series.empty() || series[0].empty()) return {};
  std::vector<std::optional<std::uint64_t>> points(series[0].size() - 1);
  std::size_t now = fullest(series);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const EdgeValues& before = series[now];
    const auto first = [&](const auto& fits) { return index_where(series, fits); };
    const auto next = first([&](const auto& edges) {
      return begins_at_end_of(edges, i) && continues(before, edges, i);
    });
    const auto ahead = first([&](const auto& edges) { return is_ahead(edges, before, i); });
    const auto other = first([&](const auto& edges) { return has_point(edges, i); });
    if (rests_in(before, i) && ahead) {
      now = *ahead;
      points[i] = growth_ahead(series[now], before, i);
    } else if (next && (has_point(before, i) || !other)) {
      now = *next;
      points[i] = growth(*before[i], *series[now][i + 1]);
    } else {
      if (!has_point(before, i) && other) now = *other;
      if (has_point(series[now], i)) points[i] = growth(*series[now][i], *series[now][i + 1]);
    }
  }
  return points;
}

EdgeValues merged_values(std::span<const EdgeValues> series) {
  if (series.empty()) return {};
  EdgeValues merged = series[fullest(series)];
  std::size_t began = first_edge(merged);
  std::vector<std::size_t> begins(merged.size(), began);
  for (const EdgeValues& edges : series) {
    began = first_edge(edges);
    for (std::size_t i = began; i < merged.size(); ++i) {
      if (!edges[i] || (merged[i] && begins[i] >= began)) continue;
      merged[i] = edges[i];
      begins[i] = began;
    }
  }
  return merged;
}

}  // namespace peeringd

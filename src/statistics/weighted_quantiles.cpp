#include "statistics/weighted_quantiles.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/radix_sort.hpp"

namespace peeringd {
namespace {

// From this number of samples on counting, in tables of this size, is faster than sorting.
constexpr std::size_t half_range = 65536;

// Calls `visit(value, index of the window)` for each answered sample.
template <typename Visit>
void for_each_sample(std::span<const WeightedWindow> windows, Visit visit) {
  for (std::size_t i = 0; i < windows.size(); ++i) {
    windows[i].window->visit(
        [&](Duration value) {
          visit(static_cast<std::uint32_t>(value.count() / SampleWindow::unit.count()), i);
        },
        [] {});
  }
}

double smallest_weight(std::span<const WeightedWindow> windows) {
  double smallest = windows.front().weight;
  for (const WeightedWindow& window : windows) smallest = std::min(smallest, window.weight);
  return smallest;
}

}  // namespace

void WeightedQuantiles::find(std::span<const double> qs, std::span<const WeightedWindow> windows,
                             std::uint64_t count, double total, std::span<Duration> values) {
  rank_weights(windows);
  const double smallest = smallest_weight(windows);
  positions_.clear();
  for (const double q : qs) positions_.push_back(smallest / 2 + q * (total - smallest));
  runs_.clear();
  if (count < half_range) {
    sort_into_runs(windows);
  } else {
    count_upper_halves(windows);
    for (const double position : positions_) want_around(position);
    count_lower_halves(windows);
  }
  const auto unit = static_cast<double>(SampleWindow::unit.count());
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    values[i] = Duration{std::llround(value_at(positions_[i]) * unit)};
  }
}

void WeightedQuantiles::rank_weights(std::span<const WeightedWindow> windows) {
  weights_.clear();
  for (const WeightedWindow& window : windows) weights_.push_back(window.weight);
  std::sort(weights_.begin(), weights_.end());
  weights_.erase(std::unique(weights_.begin(), weights_.end()), weights_.end());
  ranks_.clear();
  for (const WeightedWindow& window : windows) {
    const auto place = std::lower_bound(weights_.begin(), weights_.end(), window.weight);
    ranks_.push_back(static_cast<std::uint32_t>(place - weights_.begin()));
  }
}

void WeightedQuantiles::sort_into_runs(std::span<const WeightedWindow> windows) {
  keys_.clear();
  for_each_sample(windows, [&](std::uint32_t value, std::size_t window) {
    keys_.push_back(std::uint64_t{value} << 32 | ranks_[window]);
  });
  radix_sort(keys_, spare_);
  double position = 0;
  for (const std::uint64_t key : keys_) {
    const auto value = static_cast<std::uint32_t>(key >> 32);
    const double weight = weights_[static_cast<std::uint32_t>(key)];
    if (runs_.empty() || runs_.back().value != value) {
      runs_.push_back({value, position, 0, weight, weight});
    }
    runs_.back().mass += weight;
    runs_.back().heaviest = weight;
    position += weight;
  }
}

void WeightedQuantiles::count_upper_halves(std::span<const WeightedWindow> windows) {
  upper_.assign(half_range, 0);
  part_.assign(half_range, 0);
  wanted_.clear();
  for_each_sample(windows, [&](std::uint32_t value, std::size_t window) {
    upper_[value / half_range] += windows[window].weight;
  });
}

void WeightedQuantiles::want(std::size_t upper) {
  if (part_[upper] != 0) return;
  wanted_.push_back(upper);
  part_[upper] = static_cast<std::uint8_t>(wanted_.size());
}

// The upper half that covers `position`, and its neighbours, since its first and last value may
// blend into theirs.
void WeightedQuantiles::want_around(double position) {
  std::size_t before = half_range;
  std::size_t at = half_range;
  double begin = 0;
  for (std::size_t upper = 0; upper < half_range; ++upper) {
    if (upper_[upper] == 0) continue;
    if (at != half_range) {
      want(upper);
      break;
    }
    if (begin + upper_[upper] >= position) {
      at = upper;
      want(upper);
    } else {
      before = upper;
    }
    begin += upper_[upper];
  }
  if (before != half_range) want(before);
}

void WeightedQuantiles::count_lower_halves(std::span<const WeightedWindow> windows) {
  lower_.assign(wanted_.size() * half_range, {});
  for_each_sample(windows, [&](std::uint32_t value, std::size_t window) {
    const std::size_t part = part_[value / half_range];
    if (part == 0) return;
    Cell& cell = lower_[(part - 1) * half_range + value % half_range];
    cell.mass += windows[window].weight;
    cell.lightest = std::min(cell.lightest, ranks_[window]);
    cell.heaviest = std::max(cell.heaviest, ranks_[window]);
  });
  std::sort(wanted_.begin(), wanted_.end());
  for (const std::size_t upper : wanted_) append_runs(upper);
}

void WeightedQuantiles::append_runs(std::size_t upper) {
  double position = 0;
  for (std::size_t below = 0; below < upper; ++below) position += upper_[below];
  const std::size_t first = (part_[upper] - std::size_t{1}) * half_range;
  for (std::size_t low = 0; low < half_range; ++low) {
    const Cell& cell = lower_[first + low];
    if (cell.mass == 0) continue;
    runs_.push_back({static_cast<std::uint32_t>(upper * half_range + low), position, cell.mass,
                     weights_[cell.lightest], weights_[cell.heaviest]});
    position += cell.mass;
  }
}

// The last run that begins before `position` covers it.
double WeightedQuantiles::value_at(double position) const {
  const auto after = std::upper_bound(runs_.begin(), runs_.end(), position,
                                      [](double at, const Run& run) { return at < run.begin; });
  const auto next = static_cast<std::size_t>(after - runs_.begin());
  const std::size_t at = next == 0 ? 0 : next - 1;
  // Interpolates around the border between a run and the next one.
  const auto around_end_of = [&](std::size_t run) {
    const Run& low = runs_[run];
    const Run& high = runs_[run + 1];
    const double width = std::min(low.heaviest, high.lightest);
    const double share = std::clamp((position - high.begin) / width + 0.5, 0.0, 1.0);
    return low.value + (static_cast<double>(high.value) - low.value) * share;
  };
  if (at > 0) {
    const double value = around_end_of(at - 1);
    if (value < runs_[at].value) return value;
  }
  return at + 1 < runs_.size() ? around_end_of(at) : runs_[at].value;
}

}  // namespace peeringd

#include "statistics/summary.hpp"

#include <algorithm>
#include <cmath>

namespace peeringd {

void Summary::add(const SampleWindow& window) {
  std::optional<Duration> previous;
  window.visit(
      [&](Duration round_trip) {
        if (previous) {
          tally_.difference_sum += std::chrono::abs(round_trip - *previous);
          ++tally_.difference_count;
        }
        previous = round_trip;
        round_trips_.push_back(round_trip);
      },
      [&] { ++tally_.lost; });
  tally_.answered = round_trips_.size();
  sorted_ = false;
}

void Summary::clear() {
  round_trips_.clear();
  sorted_ = false;
  tally_ = {};
}

std::optional<Duration> Summary::quantile(double q) {
  if (round_trips_.empty()) return std::nullopt;
  if (!sorted_) std::sort(round_trips_.begin(), round_trips_.end());
  sorted_ = true;
  const double rank = q * static_cast<double>(round_trips_.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(rank));
  const auto above = static_cast<std::size_t>(std::ceil(rank));
  const auto low = static_cast<double>(round_trips_[below].count());
  const auto high = static_cast<double>(round_trips_[above].count());
  return Duration{std::llround(low + (high - low) * (rank - static_cast<double>(below)))};
}

Figures Summary::figures() {
  Figures figures{.tally = tally_};
  if (round_trips_.empty()) return figures;
  for (std::size_t i = 0; i < told_quantiles.size(); ++i) {
    figures.quantiles[i] = *quantile(told_quantiles[i]);
  }
  return figures;
}

std::optional<Duration> mean_of(const std::vector<std::optional<Duration>>& values) {
  Duration sum{};
  std::int64_t count = 0;
  for (const auto& value : values) {
    if (!value) continue;
    sum += *value;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

}  // namespace peeringd

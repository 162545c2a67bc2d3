#include "statistics/summary.hpp"

#include <algorithm>
#include <cmath>

namespace peeringd {

void Summary::add(const SampleWindow& window) {
  std::optional<Duration> previous;
  window.visit(
      [&](Duration round_trip) {
        if (previous) {
          difference_sum_ += std::chrono::abs(round_trip - *previous);
          ++difference_count_;
        }
        previous = round_trip;
        round_trips_.push_back(round_trip);
      },
      [&] { ++lost_; });
  sorted_ = false;
}

void Summary::clear() {
  round_trips_.clear();
  sorted_ = false;
  lost_ = 0;
  difference_sum_ = {};
  difference_count_ = 0;
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

std::optional<double> Summary::loss_ratio() const {
  const std::uint64_t total = answered() + lost_;
  if (total == 0) return std::nullopt;
  return static_cast<double>(lost_) / static_cast<double>(total);
}

std::optional<Duration> Summary::jitter() const {
  if (difference_count_ == 0) return std::nullopt;
  return difference_sum_ / difference_count_;
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

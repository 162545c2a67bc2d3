#include "model/figures.hpp"

namespace peeringd {

std::optional<double> Tally::loss_ratio() const {
  if (finished() == 0) return std::nullopt;
  return static_cast<double>(lost) / static_cast<double>(finished());
}

std::optional<Duration> Tally::jitter() const {
  if (difference_count == 0) return std::nullopt;
  return difference_sum / static_cast<std::int64_t>(difference_count);
}

Tally& Tally::operator+=(const Tally& other) {
  answered += other.answered;
  lost += other.lost;
  difference_sum += other.difference_sum;
  difference_count += other.difference_count;
  return *this;
}

std::optional<Duration> Figures::quantile(std::size_t index) const {
  if (tally.answered == 0) return std::nullopt;
  return quantiles[index];
}

}  // namespace peeringd

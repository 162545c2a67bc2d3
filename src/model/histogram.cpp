#include "model/histogram.hpp"

#include <algorithm>
#include <numeric>

namespace peeringd {

void Histogram::observe(Duration value, std::span<const Duration> bounds) {
  const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
  ++counts_[static_cast<std::size_t>(bucket)];
  sum_ += value;
}

std::uint64_t Histogram::count() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

}  // namespace peeringd

// The quantile of a few durations. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// None with fewer than `least` values.
inline std::optional<Duration> quantile_of(std::vector<Duration> values, std::size_t least,
                                           double q) {
  if (values.size() < std::max<std::size_t>(least, 1)) return std::nullopt;
  const auto middle = values.begin() +
                      static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace peeringd

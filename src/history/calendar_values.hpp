// Statistics of the calendar's cells. Internal to the calendar. Pure.
#pragma once

#include <optional>
#include <vector>

namespace peeringd {

/// The q-quantile, linearly interpolated (Hyndman and Fan 1996, type 7). 0 <= q <= 1. None without
/// a value.
std::optional<double> quantile_of(std::vector<double> values, double q);

}  // namespace peeringd

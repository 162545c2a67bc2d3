// Thresholds over time. Pure.
#pragma once

#include <vector>

#include "model/history_view.hpp"

namespace peeringd {

/// The strictest warning and critical limit of each signal at each time, of several subjects. Each
/// list is in the order of time. Time in which no subject has a span is left out.
std::vector<ThresholdSpan> strictest_thresholds(
    const std::vector<std::vector<ThresholdSpan>>& subjects);

}  // namespace peeringd

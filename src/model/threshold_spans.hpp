// Thresholds over time. Pure.
#pragma once

#include <optional>
#include <vector>

#include "model/history_view.hpp"

namespace peeringd {

/// Replaces `limit` by `other` if that is lower, or if there is no limit.
void take_stricter(std::optional<double>& limit, const std::optional<double>& other);

/// The strictest warning and critical limit of each signal at each time, of several subjects. Each
/// list is in the order of time. Time in which no subject has a span is left out.
std::vector<ThresholdSpan> strictest_thresholds(
    const std::vector<std::vector<ThresholdSpan>>& subjects);

}  // namespace peeringd

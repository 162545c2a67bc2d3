// The thresholds that an assessment was made with, for the history. Pure.
#pragma once

#include <vector>

#include "model/assessment.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// Those of each prefix and each path, also of those without any. `time`: since when.
std::vector<ThresholdChange> assessed_thresholds(const Assessment& assessment, Moment time);

}  // namespace peeringd

// The figures of one path. Internal to this folder.
#pragma once

#include <span>

#include "model/rollup.hpp"
#include "statistics/summary.hpp"

namespace peeringd {

/// A probe that follows up another is due only when that one was answered: it has no coverage.
Coverage coverage_of(const Snapshot& snapshot, const TargetSnapshot& target,
                     const Figures& figures);

/// Of the targets [first, last); `figures` are those of all targets. `scratch` is used as it
/// pleases.
PathRollup roll_up_path(const Snapshot& snapshot, std::span<const Figures> all_figures,
                        std::size_t first, std::size_t last, Summary& scratch);

}  // namespace peeringd

// The figures of one path. Internal to this folder.
#pragma once

#include <span>

#include "model/rollup.hpp"
#include "statistics/summary.hpp"

namespace peeringd {

/// A probe that follows up another is due only when that one was answered: it has no coverage.
Coverage coverage_of(const Snapshot& snapshot, const TargetSnapshot& target,
                     const Figures& figures);

/// Rolls up the targets [first, last). `all_figures` are indexed by target; `scratch` is
/// overwritten.
PathRollup roll_up_path(const Snapshot& snapshot, std::span<const Figures> all_figures,
                        std::size_t first, std::size_t last, Summary& scratch);

}  // namespace peeringd

// Combines the observations of several targets: PoP, certificate and egress address. Uses only
// confirmed values (sample/confirmations.hpp) that are not older than the window. Internal to this
// folder.
#pragma once

#include <span>

#include "model/rollup.hpp"

namespace peeringd {

PathPop pop_of(const Snapshot& snapshot, std::span<const TargetSnapshot> targets);

std::optional<WallTime> certificate_end_of(const Snapshot& snapshot,
                                           std::span<const TargetSnapshot> targets);

/// `[first, last)` are the targets of `prefix`.
PrefixEgress egress_of(const Snapshot& snapshot, const PrefixSnapshot& prefix, std::size_t first,
                       std::size_t last);

}  // namespace peeringd

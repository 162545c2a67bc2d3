// Combines the observations of several targets: PoP, certificate and egress address. Uses only
// confirmed values (sample/confirmations.hpp) that are not older than the window. Internal to this
// folder.
#pragma once

#include <span>

#include "model/connection_config.hpp"
#include "model/rollup.hpp"

namespace peeringd {

PathPop pop_of(const Snapshot& snapshot, std::span<const TargetSnapshot> targets);

std::optional<WallTime> certificate_end_of(const Snapshot& snapshot,
                                           std::span<const TargetSnapshot> targets);

/// `[first, last)` are the targets of `prefix`.
PrefixEgress egress_of(const Snapshot& snapshot, const PrefixSnapshot& prefix, std::size_t first,
                       std::size_t last);

/// The worst location of the current PoPs of `paths` (primary, backup, other) according to
/// `expected`. None if no primary PoP is configured, or no path has a PoP.
std::optional<EdgeLocation> edge_location_of(const ExpectedEdge& expected,
                                             std::span<const PathRollup> paths);

}  // namespace peeringd

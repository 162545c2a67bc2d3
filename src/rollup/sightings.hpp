// What the probes of several targets have found out together. Only what answers have confirmed
// (sample/confirmations.hpp) is believed, and no longer than the window. Internal to this folder.
#pragma once

#include <span>

#include "model/rollup.hpp"

namespace peeringd {

PopSighting pop_of(const Snapshot& snapshot, std::span<const TargetSnapshot> targets);

std::optional<WallTime> certificate_end_of(const Snapshot& snapshot,
                                           std::span<const TargetSnapshot> targets);

/// Of the targets [first, last), which are those of `prefix`.
EgressSighting egress_of(const Snapshot& snapshot, const PrefixSnapshot& prefix, std::size_t first,
                         std::size_t last);

}  // namespace peeringd

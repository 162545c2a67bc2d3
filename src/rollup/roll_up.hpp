// Computes the figures of a snapshot.
#pragma once

#include "model/rollup.hpp"

namespace peeringd {

/// Takes time in proportion to the samples in the snapshot. Any thread.
Rollup roll_up(const Snapshot& snapshot);

}  // namespace peeringd

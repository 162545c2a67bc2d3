// Recognizes that HTTPS fails to an endpoint that answers small packets. Pure.
#pragma once

#include <cstddef>
#include <optional>

#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// Returns the first target of `prefix`, an index into Snapshot::prefixes, whose HTTPS has had at
/// least three timeouts, and no answer for 15 s or three intervals, whichever is longer, while
/// another probe of the same endpoint was answered in that time. The target is an index into
/// Snapshot::targets; it has an address.
std::optional<std::size_t> stalled_https(const Snapshot& snapshot, const Rollup& rollup,
                                         const ReachReport& reach, std::size_t prefix);

}  // namespace peeringd

// Recognizes that nothing answers although the source comes and goes, as on a line that dials again
// and again in vain, or whose carrier flaps. Each loss of the source restarts silence_of(), so that
// it may never last long enough. Pure.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "reachability/silence.hpp"

namespace peeringd {

/// Returns a silence since `since` if it has lasted for as long as an outage must last and a source
/// may be missing together, and at least three probes were lost since the last answer. Each target
/// that decides must have lost one, unless its probes could not be sent, or more of them were
/// inconclusive than lost. None while others refute it. `since`: after the last answer, so that the
/// time in between is known to have been without any.
std::optional<Silence> interrupted_silence_of(const std::vector<WatchedTarget>& targets,
                                              MonotonicTime since, MonotonicTime now);

}  // namespace peeringd

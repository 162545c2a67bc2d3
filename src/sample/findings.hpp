// Records what the probes of one target have found out, and believes what several answers confirm.
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "model/findings.hpp"
#include "sample/confirmations.hpp"

namespace peeringd {

/// The findings of a target, and what it takes to confirm them.
struct KeptFindings {
  Findings findings;
  Confirmations<EdgePop> pops;
  Confirmations<IpAddress> addresses;
};

/// Returns the PoP that was confirmed before, when another one is now.
std::optional<EdgePop> enter_observation(KeptFindings& kept, const Observation& observation,
                                         MonotonicTime now);

}  // namespace peeringd

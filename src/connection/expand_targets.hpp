// The list of targets: each connection times its prefixes, endpoints and probes.
#pragma once

#include <vector>

#include "connection/expand_targets.hpp"
#include "model/target.hpp"

namespace peeringd {

/// All targets, in the order of the configuration. An endpoint given as an address is not combined
/// with prefixes of the other family.
std::vector<Target> expand_targets(const Config& config);

}  // namespace peeringd

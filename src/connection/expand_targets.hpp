// The list of targets: each connection times its prefixes, endpoints and probes.
#pragma once

#include <functional>
#include <vector>

#include "model/target.hpp"

namespace peeringd {

/// All targets, in the order of the configuration. An endpoint given as an address is not combined
/// with prefixes of the other family.
std::vector<Target> expand_targets(const Config& config);

/// Calls `use` with each target, without storing them: a configuration of all sites may have more
/// targets than fit in memory.
void for_each_target(const Config& config, const std::function<void(const Target&)>& use);

/// The number of all targets.
std::size_t count_targets(const Config& config);

}  // namespace peeringd

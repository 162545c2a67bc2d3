// Prefixes whose probes leave this host in the same way, so that they measure the same path.
#pragma once

#include <vector>

#include "config/prefixes.hpp"

namespace peeringd {

/// Warns at each prefix that leaves as one before it, unless no host has both.
void warn_about_shared_sources(const std::vector<PlacedSource>& sources);

}  // namespace peeringd

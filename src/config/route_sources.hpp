// The sources of routes: `routes` of the main file.
#pragma once

#include <optional>

#include "model/route_rules.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Reads `routes`; without it there are no sources.
RouteSources read_route_sources(const std::optional<Node>& node);

}  // namespace peeringd

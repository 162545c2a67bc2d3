// `maintenance` of a connection: the times for which its faults are announced.
#pragma once

#include <vector>

#include "model/connection_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Reads `node`, a list of maps with `from` and `to`. Sorted by `from`; what is wrong is reported
/// and left out.
std::vector<MaintenanceWindow> read_maintenance(const Node& node);

}  // namespace peeringd

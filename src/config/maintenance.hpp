// Reads `maintenance` of a connection: its planned maintenance windows.
#pragma once

#include <vector>

#include "model/connection_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Reads `node`, a list of maps with `from` and `to`. Sorted by `from`. Invalid entries are
/// reported and skipped.
std::vector<MaintenanceWindow> read_maintenance(const Node& node);

}  // namespace peeringd

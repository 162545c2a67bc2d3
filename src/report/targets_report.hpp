// What would be probed, and from where, as a table.
#pragma once

#include <string>

#include "model/local_network.hpp"

namespace peeringd {

struct Config;

/// A line for each target; a prefix that cannot be probed from this host says why. Then a line for
/// each prefix, with how many probes a day it sends to Microsoft.
std::string targets_table(const Config& config, const LocalNetwork& network);

}  // namespace peeringd

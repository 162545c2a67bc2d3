// Endpoints that are configured by an address of this very host.
#pragma once

#include <string>
#include <vector>

#include "model/local_network.hpp"

namespace peeringd {

struct Config;

/// A human-readable warning for each. Loopback and link-local ones are left out: the reader of
/// the configuration warns of those, with their place. Pure.
std::vector<std::string> warnings_of_own_endpoints(const Config& config,
                                                   const LocalNetwork& network);

}  // namespace peeringd

// Reads the host's interfaces, addresses and default routes from the kernel.
#pragma once

#include "base/result.hpp"
#include "model/local_network.hpp"

namespace peeringd {

/// Asks the kernel (rtnetlink) once, in the network namespace of the calling thread. Blocks while
/// the kernel lists its interfaces and addresses; the duration does not depend on the number of
/// routes (route_lookup.hpp). Any thread.
Result<LocalNetwork> read_local_network(const NetworkQuery& query = {});

}  // namespace peeringd

// Reads the host's interfaces, addresses and default routes from the kernel.
#pragma once

#include "base/result.hpp"
#include "net/read_local_network.hpp"

namespace peeringd {

/// Asks the kernel (rtnetlink) once, in the network namespace of the calling thread. Blocks, though
/// no longer than the kernel needs to list its interfaces and addresses; what it takes does not
/// grow with the number of routes (route_lookup.hpp). Any thread.
Result<LocalNetwork> read_local_network(const NetworkQuery& query = {});

}  // namespace peeringd

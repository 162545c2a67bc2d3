// Reads the host's interfaces, addresses and default routes from the kernel.
#pragma once

#include "base/result.hpp"
#include "model/local_network.hpp"

namespace peeringd {

/// Asks the kernel (rtnetlink) once, in the network namespace of the calling thread. Blocks while
/// the kernel lists its interfaces and addresses, and before that while it adds or removes
/// interfaces, which no timeout of a socket limits; the duration does not depend on the number of
/// routes (route_lookup.hpp). Any thread but that of a running event loop: net/network_reader.
Result<LocalNetwork> read_local_network(const NetworkQuery& query = {});

}  // namespace peeringd

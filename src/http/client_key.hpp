// What limits "per client" count by.
#pragma once

#include "model/ip_prefix.hpp"

namespace peeringd {

/// The client that `address` belongs to: an IPv4 address itself, of an IPv6 address its /64, as a
/// host may take any address of that. An IPv4-mapped IPv6 address is the IPv4 address.
IpAddress client_of(const IpAddress& address);

}  // namespace peeringd

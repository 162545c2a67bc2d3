// Finds single routes without listing the routing table. A host can have a million of them, and the
// kernel walks through all to list a few.
#pragma once

#include <libmnl/libmnl.h>

#include <cstdint>
#include <span>

#include "base/result.hpp"
#include "model/ip_prefix.hpp"
#include "net/netlink_tables.hpp"

namespace peeringd {

/// Asks by which route the kernel would send to an address that nobody announces, once for each
/// interface in `tables` that carries packets, and adds those default routes to `tables`. False
/// when that does not tell: a more specific route covers every such address (a VPN's 128.0.0.0/1),
/// or a rule leads past the main table. Then only a list of the table tells. `sequence` is the
/// number of the last request; it counts on.
Result<bool> look_up_default_routes(mnl_socket* socket, Family family, std::uint32_t& sequence,
                                    NetlinkTables& tables);

/// Adds to `tables` the routes that make those of `addresses` local that no interface in `tables`
/// has.
Result<void> look_up_local_routes(mnl_socket* socket, std::span<const IpAddress> addresses,
                                  std::uint32_t& sequence, NetlinkTables& tables);

}  // namespace peeringd

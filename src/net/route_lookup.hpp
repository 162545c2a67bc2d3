// Looks single routes up without listing the routing table. A host may have a million routes, and
// the kernel walks through all of them to list a few.
#pragma once

#include <libmnl/libmnl.h>

#include <cstdint>
#include <span>

#include "base/result.hpp"
#include "model/ip_prefix.hpp"
#include "net/netlink_tables.hpp"

namespace peeringd {

/// Asks which route the kernel would use for an address that no network announces, once per
/// interface in `tables` that is up, and adds the default routes found to `tables`. False if that
/// is inconclusive: a more specific route covers all such addresses (a VPN's 128.0.0.0/1), or a
/// rule bypasses the main table. The caller must then list the table. `sequence` is the number of
/// the last request and is incremented.
Result<bool> look_up_default_routes(mnl_socket* socket, Family family, std::uint32_t& sequence,
                                    NetlinkTables& tables);

/// Adds to `tables` the routes that make those of `addresses` local that no interface in `tables`
/// has.
Result<void> look_up_local_routes(mnl_socket* socket, std::span<const IpAddress> addresses,
                                  std::uint32_t& sequence, NetlinkTables& tables);

}  // namespace peeringd

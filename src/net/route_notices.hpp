// Filters route notices in the kernel: where a BGP speaker fills the table, they would wake the
// process a thousand times a second.
#pragma once

namespace peeringd {

/// Makes the kernel deliver to this netlink socket only those route notices that concern default or
/// local routes; other notices are unaffected. False on failure; errno says why. The socket then
/// merely receives more.
bool hear_only_of_default_and_local_routes(int socket);

}  // namespace peeringd

// Keeps notices of routes that nobody here cares about from reaching the process: where a BGP
// speaker fills the table, that is a thousand wake-ups a second.
#pragma once

namespace peeringd {

/// Has the kernel hand on, of all notices of routes to this netlink socket, only those of default
/// routes and of local ones; all other notices come as before. False when the kernel refuses; errno
/// says why. The socket then hears more, and that is all.
bool hear_only_of_default_and_local_routes(int socket);

}  // namespace peeringd

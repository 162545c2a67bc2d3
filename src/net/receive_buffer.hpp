// The receive buffer of a socket: how much may wait in it, and how much found no room.
#pragma once

#include <cstddef>
#include <cstdint>

namespace peeringd {

/// Asks for room for a tenth of a second of 100,000 answers. Without CAP_NET_ADMIN the kernel gives
/// no more than the sysctl net.core.rmem_max.
void enlarge_receive_buffer(int socket);

/// How many datagrams can wait in the buffer, at most: each takes the kernel's own records, too.
std::size_t receive_capacity(int socket);

/// How many datagrams the kernel has had to drop because the buffer was full, since the socket was
/// opened. It wraps. Asked for by SO_MEMINFO: SO_RXQ_OVFL has the same number, but tells it with
/// the next datagram only, and the last ones dropped would stay unknown. 0 where the kernel is too
/// old to say (before 4.12).
std::uint32_t dropped_datagrams(int socket);

}  // namespace peeringd

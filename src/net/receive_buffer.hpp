// The receive buffer of a socket: its size, and how many datagrams did not fit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace peeringd {

/// Requests room for 100,000 answers a second during a tenth of a second. Without CAP_NET_ADMIN the
/// kernel limits it to the sysctl net.core.rmem_max.
void enlarge_receive_buffer(int socket);

/// Maximum number of datagrams that fit into the buffer, including the kernel's overhead.
std::size_t receive_capacity(int socket);

/// Number of datagrams dropped because the buffer was full, since the socket was opened. It wraps.
/// Read by SO_MEMINFO: SO_RXQ_OVFL reports the same number, but only with the next datagram, so the
/// last drops would be missed. 0 on kernels before 4.12.
std::uint32_t dropped_datagrams(int socket);

}  // namespace peeringd

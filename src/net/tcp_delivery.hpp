// How far the other side of a TCP connection has come with what was written to it (TCP_INFO).
#pragma once

#include <cstdint>
#include <optional>

namespace peeringd {

struct TcpDelivery {
  std::uint64_t acknowledged = 0;  ///< bytes, since the connection began
  bool complete = false;           ///< all that was written
};

/// Nothing when the kernel does not say, as of a socket that is closed.
std::optional<TcpDelivery> read_tcp_delivery(int socket);

/// Has the kernel take no more than about `bytes` that it cannot send yet, however large its
/// buffer: whoever does not read holds no more of it (TCP_NOTSENT_LOWAT). What is under way is not
/// limited.
void limit_unsent(int socket, int bytes);

}  // namespace peeringd

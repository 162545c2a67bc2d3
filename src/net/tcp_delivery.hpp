// How much of the written data the other side of a TCP connection has acknowledged (TCP_INFO).
#pragma once

#include <cstdint>
#include <optional>

namespace peeringd {

struct TcpDelivery {
  std::uint64_t acknowledged = 0;  ///< bytes, since the connection began
  bool complete = false;           ///< all that was written
};

/// Nothing if the kernel does not say, as for a closed socket.
std::optional<TcpDelivery> read_tcp_delivery(int socket);

/// Limits the unsent data that the kernel accepts to about `bytes`, whatever its buffer size: a
/// client that does not read holds no more of it (TCP_NOTSENT_LOWAT). Data in flight is not
/// limited.
void limit_unsent(int socket, int bytes);

}  // namespace peeringd

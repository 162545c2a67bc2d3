// What the kernel itself has measured on a TCP connection (TCP_INFO).
#pragma once

#include <optional>

#include "base/clock.hpp"

namespace peeringd {

struct TcpInfo {
  Duration round_trip{};  ///< smoothed (RFC 6298); after the handshake alone: SYN to SYN-ACK
  Duration shortest_round_trip{};  ///< of all that the kernel has seen; zero before the first
  bool retransmitted = false;      ///< some segment had to be sent again
};

/// Nothing when the kernel does not say, or has measured no round trip yet.
std::optional<TcpInfo> read_tcp_info(int socket);

}  // namespace peeringd

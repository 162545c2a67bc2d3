// The kernel's measurements of a TCP connection (TCP_INFO).
#pragma once

#include <optional>

#include "base/clock.hpp"

namespace peeringd {

struct TcpInfo {
  Duration round_trip{};  ///< smoothed (RFC 6298); after the handshake alone: SYN to SYN-ACK
  Duration shortest_round_trip{};  ///< smallest of all samples; zero before the first
  bool retransmitted = false;      ///< a segment was sent again
};

/// Nothing if the kernel does not say, or has measured no round trip yet.
std::optional<TcpInfo> read_tcp_info(int socket);

}  // namespace peeringd

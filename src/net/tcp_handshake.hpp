// TCP handshakes of probes: begun without waiting, and measured by the kernel.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// Sends the SYN from a socket of open_socket(); the socket can be written when the handshake has
/// ended. An error is neither the source's nor one of permission: EADDRNOTAVAIL means that no port
/// is free, EACCES that a route prohibits it.
boost::system::error_code begin_handshake(int socket, const IpAddress& address, std::uint16_t port);

struct HandshakeEnd {
  enum class Outcome : std::uint8_t {
    answered,
    refused,      ///< the port is closed: the host says so
    unreachable,  ///< no route, or a router on the way refuses, or the host cannot be reached
    timeout,      ///< the kernel gave up, or sent a segment again: that would hide a loss
  };
  Outcome outcome = Outcome::answered;
  int error = 0;          ///< errno; if answered, how the peer has ended the connection since
  Duration round_trip{};  ///< SYN to SYN-ACK; only if answered
};

/// How the handshake with `address` ended. Call once, when the socket can be written.
HandshakeEnd end_of_handshake(int socket, const IpAddress& address);

}  // namespace peeringd

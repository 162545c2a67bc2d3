// The socket for ICMP echo: a datagram ("ping") socket if the kernel allows it, else a raw one.
#pragma once

#include <cstdint>
#include <span>

#include "net/socket.hpp"

namespace peeringd {

/// One per source. Receives its own echo replies only, each with a kernel timestamp, and ICMP
/// errors and departure timestamps through its error queue.
struct IcmpSocket {
  enum class Kind : std::uint8_t { datagram, raw };

  Descriptor descriptor;
  Kind kind = Kind::datagram;
  std::uint16_t identifier = 0;  ///< of the echo messages; the kernel sets a datagram socket's

  /// EPERM or EACCES if neither kind is allowed: net.ipv4.ping_group_range excludes the process's
  /// group, and it has no CAP_NET_RAW.
  static SystemResult<IcmpSocket> open(const Source& source);

  /// The ICMP message in a received datagram: a raw IPv4 socket gets the IP header too.
  std::span<const std::uint8_t> message_in(std::span<const std::uint8_t> received) const;
};

}  // namespace peeringd

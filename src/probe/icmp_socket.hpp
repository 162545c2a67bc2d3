// The socket for ICMP echo: a datagram ("ping") socket where the kernel allows it, else a raw one.
#pragma once

#include <cstdint>
#include <span>

#include "net/socket.hpp"

namespace peeringd {

/// One for each source. It receives its own echo replies and no others, each with the kernel's
/// timestamp, and ICMP errors and departure timestamps through its error queue.
struct IcmpSocket {
  enum class Kind : std::uint8_t { datagram, raw };

  Descriptor descriptor;
  Kind kind = Kind::datagram;
  std::uint16_t identifier = 0;  ///< of the echo messages; the kernel sets a datagram socket's

  /// EPERM or EACCES when neither kind is allowed: net.ipv4.ping_group_range leaves the process's
  /// group out and it has no CAP_NET_RAW.
  static SystemResult<IcmpSocket> open(const Source& source);

  /// The ICMP message in what was received: a raw IPv4 socket gets the IP header too.
  std::span<const std::uint8_t> message_in(std::span<const std::uint8_t> received) const;
};

}  // namespace peeringd

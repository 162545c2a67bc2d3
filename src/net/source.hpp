// Where a probe leaves from: the address inside its prefix, and how to get that traffic onto the
// right wire. Two prefixes with equal sources share their sockets.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "net/ip_prefix.hpp"

namespace peeringd {

struct Source {
  IpAddress address;
  std::string interface;              ///< SO_BINDTODEVICE; empty: the routing table decides
  std::optional<std::uint32_t> mark;  ///< SO_MARK, for policy routing (`ip rule fwmark`)
  std::uint8_t dscp = 0;              ///< 0…63, the upper six bits of the IPv4 TOS / IPv6 class

  friend auto operator<=>(const Source&, const Source&) = default;
};

}  // namespace peeringd

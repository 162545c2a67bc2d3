// Where a probe leaves from: the address inside its prefix, and how to get that traffic onto the
// right wire. Two prefixes with equal sources share their sockets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "net/ip_prefix.hpp"

namespace peeringd {

struct Source {
  IpAddress address;
  std::string interface;              ///< SO_BINDTODEVICE; empty: the routing table decides
  std::optional<std::uint32_t> mark;  ///< SO_MARK, for policy routing (`ip rule fwmark`)
  std::uint8_t dscp = 0;              ///< 0…63, the upper six bits of the IPv4 TOS / IPv6 class

  friend bool operator==(const Source&, const Source&) = default;
  friend bool operator<(const Source& a, const Source& b) {  // Asio's address has no <=>
    return std::tie(a.address, a.interface, a.mark, a.dscp) <
           std::tie(b.address, b.interface, b.mark, b.dscp);
  }
};

}  // namespace peeringd

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
  /// Of `interface`, where it is set and has the address. A socket stays bound to the interface of
  /// its time: one that was made anew under the same name is another source.
  unsigned interface_index = 0;

  friend bool operator==(const Source&, const Source&) = default;
  friend bool operator<(const Source& a, const Source& b) {  // Asio's address has no <=>
    return std::tie(a.address, a.interface, a.mark, a.dscp, a.interface_index) <
           std::tie(b.address, b.interface, b.mark, b.dscp, b.interface_index);
  }
};

}  // namespace peeringd

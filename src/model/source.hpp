// The source of a probe: the address inside its prefix, and how to get that traffic onto the right
// wire. Two prefixes with equal sources share their sockets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "model/ip_prefix.hpp"

namespace peeringd {

struct Source {
  IpAddress address;
  /// SO_BINDTODEVICE, by the kernel's own name for it; empty: the routing table decides.
  std::string interface;
  std::optional<std::uint32_t> mark;  ///< SO_MARK, for policy routing (`ip rule fwmark`)
  std::uint8_t dscp = 0;              ///< 0…63, the upper six bits of the IPv4 TOS / IPv6 class
  /// The index of `interface`, if that is set. A socket stays bound to its interface: an interface
  /// that is recreated with the same name is another source.
  unsigned interface_index = 0;
  /// True if no interface has the address but a route makes it local (AnyIP). IPv6 binds to such an
  /// address with IP_FREEBIND only.
  bool by_route = false;

  friend bool operator==(const Source&, const Source&) = default;
  friend bool operator<(const Source& a, const Source& b) {  // Asio's address has no <=>
    return std::tie(a.address, a.interface, a.mark, a.dscp, a.interface_index, a.by_route) <
           std::tie(b.address, b.interface, b.mark, b.dscp, b.interface_index, b.by_route);
  }
};

/// The current source of a prefix, or the reason why there is none.
struct SourceChoice {
  std::optional<Source> source;  ///< none: the prefix cannot be probed now
  std::string interface;         ///< the interface with the source's address
  std::string network;           ///< the prefix; for `auto`, its current network
  bool outside_prefix = false;   ///< the configured source is outside the prefix: NAT
  std::string problem;           ///< why there is no source, fit for the log

  friend bool operator==(const SourceChoice&, const SourceChoice&) = default;
};

}  // namespace peeringd

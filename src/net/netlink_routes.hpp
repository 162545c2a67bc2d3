// Reads the routes in rtnetlink(7) messages: default routes, and those that make addresses local.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "model/ip_prefix.hpp"

namespace peeringd {

/// A default route.
struct NetlinkRoute {
  Family family = Family::ipv4;
  /// 0: a nexthop object (RTA_NH_ID), of which the kernel reports only the number if
  /// net.ipv4.nexthop_compat_mode is 0; or no live next hop.
  unsigned interface_index = 0;
  std::optional<IpAddress> preferred_source;
  std::uint32_t metric = 0;
};

/// A route of type `local`: all addresses of the prefix are local to the host. The table is not
/// included, since the kernel reports `main` if it keeps both tables as one.
struct NetlinkLocalRoute {
  IpPrefix prefix;
  unsigned interface_index = 0;
};

/// Parses the payload of an RTM_NEWROUTE or RTM_DELROUTE message. Nothing unless it is a default
/// route of the main table.
std::optional<NetlinkRoute> read_default_route(std::span<const std::byte> payload);

/// The same for a local route.
std::optional<NetlinkLocalRoute> read_local_route(std::span<const std::byte> payload);

}  // namespace peeringd

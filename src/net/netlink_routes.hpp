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
  /// 0: by a nexthop object (RTA_NH_ID), of which the kernel tells nothing but its number where
  /// net.ipv4.nexthop_compat_mode is 0; or by none that lives.
  unsigned interface_index = 0;
  std::optional<IpAddress> preferred_source;
  std::uint32_t metric = 0;
};

/// A route of type `local`: the host takes all addresses of the prefix for its own. The table is no
/// part of it: the kernel says `main` where it keeps both tables as one.
struct NetlinkLocalRoute {
  IpPrefix prefix;
  unsigned interface_index = 0;
};

/// The payload of an RTM_NEWROUTE or RTM_DELROUTE message. None when it is no default route of the
/// main table.
std::optional<NetlinkRoute> read_default_route(std::span<const std::byte> payload);

/// The same for a local one.
std::optional<NetlinkLocalRoute> read_local_route(std::span<const std::byte> payload);

}  // namespace peeringd

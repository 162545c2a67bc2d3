// Reads what rtnetlink(7) answers to a request about one route, interface or neighbour. Pure.
// Internal to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd::netlink {

/// The route that the kernel chose for one destination.
struct ChosenRoute {
  bool delivers =
      false;  ///< to another host or to this one; not `unreachable`, `blackhole` or `prohibit`
  unsigned interface_index = 0;
  std::optional<IpAddress> gateway;  ///< none: the destination is on the link
};

/// The state of an interface.
struct InterfaceState {
  unsigned index = 0;
  std::string name;
  bool enabled = false;
  bool carrier = false;   ///< meaningless unless enabled
  bool resolves = false;  ///< has address resolution: neither point-to-point nor IFF_NOARP
};

/// The state of a neighbour's entry.
struct Neighbour {
  std::optional<bool> resolved;  ///< none: a permanent entry, or one without resolution
  Duration heard_ago{};          ///< since it was confirmed; only if resolved
};

/// Parse the payload of RTM_NEWROUTE, RTM_NEWLINK and RTM_NEWNEIGH messages. Nothing if it is too
/// short to be one.
std::optional<ChosenRoute> read_chosen_route(std::span<const std::byte> payload);
std::optional<InterfaceState> read_interface_state(std::span<const std::byte> payload);
std::optional<Neighbour> read_neighbour(std::span<const std::byte> payload);

}  // namespace peeringd::netlink

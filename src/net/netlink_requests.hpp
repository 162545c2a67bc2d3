// Composes single rtnetlink(7) requests about a route, an interface or a neighbour, and reads the
// answers. Pure. Internal to this folder.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"
#include "model/source.hpp"

namespace peeringd::netlink {

/// Room for one request.
using RequestBuffer = std::array<std::byte, 128>;

/// Each writes a request into `buffer`, which must be aligned as nlmsghdr, and returns its length,
/// a multiple of four.
std::size_t write_route_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                const Source& source, const IpAddress& destination);
std::size_t write_interface_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    unsigned index);
std::size_t write_interface_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    const std::string& name);
std::size_t write_neighbour_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    unsigned index, const IpAddress& address);

/// The route that the kernel chose for one destination.
struct ChosenRoute {
  bool unicast = false;  ///< not `unreachable`, `blackhole`, `prohibit` or `local`
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

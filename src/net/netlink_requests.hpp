// Composes the requests to rtnetlink(7): about one route, interface or neighbour, or for a whole
// table. Pure. Internal to this folder.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "model/ip_prefix.hpp"
#include "model/source.hpp"

namespace peeringd::netlink {

/// Room for one request.
using RequestBuffer = std::array<std::byte, 128>;

// Each function writes one request into `buffer`, which has the room of a RequestBuffer and is
// aligned as nlmsghdr. It returns the length of the request, a multiple of four.

/// The next hop of a packet from `source` to `destination`.
std::size_t write_route_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                const Source& source, const IpAddress& destination);
/// The routing table's entry for `destination`, regardless of the source address.
/// `interface_index` 0: on any interface.
std::size_t write_matching_route_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                         const IpAddress& destination, unsigned interface_index);
std::size_t write_interface_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    unsigned index);
std::size_t write_interface_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    const std::string& name);
std::size_t write_neighbour_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    unsigned index, const IpAddress& address);

/// All interfaces; all addresses; all unicast routes of the main table. The kernel answers with
/// many messages.
std::size_t write_interfaces_request(std::span<std::byte> buffer, std::uint32_t sequence);
std::size_t write_addresses_request(std::span<std::byte> buffer, std::uint32_t sequence);
std::size_t write_main_table_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                     Family family);

}  // namespace peeringd::netlink

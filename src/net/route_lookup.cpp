#include "net/route_lookup.hpp"

#include <linux/rtnetlink.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include "net/netlink_message.hpp"
#include "net/netlink_requests.hpp"
#include "net/netlink_socket.hpp"

namespace peeringd {
namespace {

constexpr const char* route_attempt = "look up a route of the host";

struct RouteAnswer {
  int error = 0;                           ///< why the kernel has no route
  std::optional<NetlinkRoute> route;       ///< if it is a default route of the main table
  std::optional<NetlinkLocalRoute> local;  ///< if it is a local route
};

// Reserved (RFC 1112), documentation (RFC 5737) and benchmark (RFC 2544) ranges. A host may route
// one of them, for example into a black hole or in a lab.
std::array<IpAddress, 3> unannounced(Family family) {
  using boost::asio::ip::make_address;
  if (family == Family::ipv4) {
    return {make_address("240.0.0.1"), make_address("192.0.2.1"), make_address("198.18.0.1")};
  }
  // Unallocated (RFC 4291), discard (RFC 6666) and documentation (RFC 3849) ranges.
  return {make_address("4000::1"), make_address("100::1"), make_address("2001:db8::1")};
}

std::optional<RouteAnswer> read_answer(netlink::Bytes datagram, std::uint32_t sequence) {
  std::optional<RouteAnswer> answer;
  netlink::for_each_message(datagram, [&](const nlmsghdr& header, netlink::Bytes payload) {
    if (header.nlmsg_seq != sequence) return;
    if (header.nlmsg_type == NLMSG_ERROR)
      answer = RouteAnswer{netlink::read_error(payload), {}, {}};
    if (header.nlmsg_type == RTM_NEWROUTE) {
      answer = RouteAnswer{0, read_default_route(payload), read_local_route(payload)};
    }
  });
  return answer;
}

// `interface_index` 0: any interface.
Result<RouteAnswer> look_up(mnl_socket* socket, const IpAddress& destination,
                            unsigned interface_index, std::uint32_t sequence) {
  alignas(nlmsghdr) netlink::RequestBuffer request{};
  const std::size_t size =
      netlink::write_matching_route_request(request, sequence, destination, interface_index);
  const auto sent = send_netlink(socket, std::span{request}.first(size), route_attempt);
  if (!sent) return sent.error();
  alignas(nlmsghdr) std::array<std::byte, 8192> buffer;
  for (;;) {
    const auto datagram = receive_netlink(socket, buffer, route_attempt);
    if (!datagram) return datagram.error();
    if (auto answer = read_answer(*datagram, sequence)) return std::move(*answer);
  }
}

// No default route exists, or the kernel lacks the family (ipv6.disable=1).
bool has_no_route(int error) {
  return error == ENETUNREACH || error == EOPNOTSUPP || error == EAFNOSUPPORT;
}

Result<void> ask_each_interface(mnl_socket* socket, const IpAddress& destination,
                                std::uint32_t& sequence, NetlinkTables& tables) {
  for (const auto& [index, link] : tables.links) {
    if (!link.carries_packets || link.loopback_like) continue;
    auto answer = look_up(socket, destination, index, ++sequence);
    if (!answer) return answer.error();
    if (!answer->route) continue;
    answer->route->interface_index = index;  // a nexthop object may hide it
    tables.default_routes.push_back(std::move(*answer->route));
  }
  return {};
}

}  // namespace

Result<bool> look_up_default_routes(mnl_socket* socket, Family family, std::uint32_t& sequence,
                                    NetlinkTables& tables) {
  for (const IpAddress& destination : unannounced(family)) {
    const auto answer = look_up(socket, destination, 0, ++sequence);
    if (!answer) return answer.error();
    if (has_no_route(answer->error)) return true;
    if (!answer->route) continue;
    if (auto asked = ask_each_interface(socket, destination, sequence, tables); !asked) {
      return asked.error();
    }
    return true;
  }
  return false;
}

Result<void> look_up_local_routes(mnl_socket* socket, std::span<const IpAddress> addresses,
                                  std::uint32_t& sequence, NetlinkTables& tables) {
  for (const IpAddress& address : addresses) {
    if (std::ranges::count(tables.addresses, address, &NetlinkAddress::address) > 0) continue;
    auto answer = look_up(socket, address, 0, ++sequence);
    if (!answer) return answer.error();
    if (answer->local) tables.local_routes.push_back(std::move(*answer->local));
  }
  return {};
}

}  // namespace peeringd

#include "net/netlink_routes.hpp"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>

#include "net/netlink_message.hpp"

namespace peeringd {
namespace {

using netlink::Bytes;

bool is_dead(unsigned nexthop_flags) {
  return (nexthop_flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN)) != 0;
}

// The interface of the first live next hop in a list of struct rtnexthop with attributes.
unsigned first_live_nexthop(Bytes list) {
  while (list.size() >= sizeof(rtnexthop)) {
    const auto& hop = *reinterpret_cast<const rtnexthop*>(list.data());
    if (hop.rtnh_len < sizeof(rtnexthop) || hop.rtnh_len > list.size()) return 0;
    if (!is_dead(hop.rtnh_flags) && hop.rtnh_ifindex > 0) {
      return static_cast<unsigned>(hop.rtnh_ifindex);
    }
    list = list.subspan(std::min<std::size_t>(list.size(), RTNH_ALIGN(hop.rtnh_len)));
  }
  return 0;
}

bool is_of_type(const rtmsg& route, unsigned char type) {
  const bool ip = route.rtm_family == AF_INET || route.rtm_family == AF_INET6;
  return ip && route.rtm_type == type && (route.rtm_flags & RTM_F_CLONED) == 0;
}

}  // namespace

std::optional<NetlinkRoute> read_default_route(Bytes payload) {
  const auto* fixed = netlink::fixed_part<rtmsg>(payload);
  if (fixed == nullptr || !is_of_type(*fixed, RTN_UNICAST)) return std::nullopt;
  if (fixed->rtm_dst_len != 0 || fixed->rtm_src_len != 0) return std::nullopt;

  NetlinkRoute route;
  route.family = fixed->rtm_family == AF_INET ? Family::ipv4 : Family::ipv6;
  std::uint32_t table = fixed->rtm_table;
  netlink::for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == RTA_TABLE) table = netlink::read_u32(value).value_or(table);
    if (type == RTA_OIF) route.interface_index = netlink::read_u32(value).value_or(0);
    if (type == RTA_PRIORITY) route.metric = netlink::read_u32(value).value_or(0);
    if (type == RTA_PREFSRC) {
      route.preferred_source = netlink::read_address(value, fixed->rtm_family);
    }
    if (type == RTA_MULTIPATH) route.interface_index = first_live_nexthop(value);
  });
  if (table != RT_TABLE_MAIN) return std::nullopt;
  if (is_dead(fixed->rtm_flags)) route.interface_index = 0;
  return route;
}

std::optional<NetlinkLocalRoute> read_local_route(Bytes payload) {
  const auto* fixed = netlink::fixed_part<rtmsg>(payload);
  if (fixed == nullptr || !is_of_type(*fixed, RTN_LOCAL)) return std::nullopt;
  std::optional<IpAddress> network;
  unsigned interface_index = 0;
  netlink::for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == RTA_OIF) interface_index = netlink::read_u32(value).value_or(0);
    if (type == RTA_DST) network = netlink::read_address(value, fixed->rtm_family);
  });
  if (!network) return std::nullopt;
  if (fixed->rtm_dst_len > (network->is_v4() ? 32 : 128)) return std::nullopt;
  return NetlinkLocalRoute{IpPrefix(*network, fixed->rtm_dst_len), interface_index};
}

}  // namespace peeringd

#include "net/netlink_tables.hpp"

#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <algorithm>
#include <cstring>
#include <tuple>

namespace peeringd {
namespace {

using Bytes = std::span<const std::byte>;

// A message's or an attribute's payload after its fixed part. libmnl checks each attribute against
// the end; the lengths of messages are checked here, as mnl_nlmsg_ok() takes a length beyond 2^31
// for a negative one.
template <typename Visit>
void for_each_message(Bytes data, Visit&& visit) {
  while (data.size() >= sizeof(nlmsghdr)) {
    const auto& header = *reinterpret_cast<const nlmsghdr*>(data.data());
    if (header.nlmsg_len < sizeof(nlmsghdr) || header.nlmsg_len > data.size()) return;
    visit(header, data.first(header.nlmsg_len).subspan(sizeof(nlmsghdr)));
    data = data.subspan(std::min<std::size_t>(data.size(), NLMSG_ALIGN(header.nlmsg_len)));
  }
}

template <typename Visit>
void for_each_attribute(Bytes data, Visit&& visit) {
  const auto* attribute = reinterpret_cast<const nlattr*>(data.data());
  const std::byte* end = data.data() + data.size();
  const auto left = [&] {
    return static_cast<int>(end - reinterpret_cast<const std::byte*>(attribute));
  };
  for (; mnl_attr_ok(attribute, left()); attribute = mnl_attr_next(attribute)) {
    const auto* payload = static_cast<const std::byte*>(mnl_attr_get_payload(attribute));
    visit(mnl_attr_get_type(attribute), Bytes{payload, mnl_attr_get_payload_len(attribute)});
  }
}

template <typename Fixed>
const Fixed* fixed_part(Bytes& payload) {
  if (payload.size() < sizeof(Fixed)) return nullptr;
  const auto* fixed = reinterpret_cast<const Fixed*>(payload.data());
  payload = payload.subspan(std::min<std::size_t>(payload.size(), NLMSG_ALIGN(sizeof(Fixed))));
  return fixed;
}

std::optional<std::uint32_t> read_u32(Bytes value) {
  std::uint32_t number = 0;
  if (value.size() != sizeof number) return std::nullopt;
  std::memcpy(&number, value.data(), sizeof number);
  return number;
}

template <typename AddressBytes>
std::optional<AddressBytes> read_bytes(Bytes value) {
  AddressBytes bytes;
  if (value.size() != bytes.size()) return std::nullopt;
  std::memcpy(bytes.data(), value.data(), bytes.size());
  return bytes;
}

std::optional<IpAddress> read_address(Bytes value, int family) {
  using boost::asio::ip::address_v4;
  using boost::asio::ip::address_v6;
  if (family == AF_INET) {
    if (const auto bytes = read_bytes<address_v4::bytes_type>(value)) return address_v4{*bytes};
  }
  if (family == AF_INET6) {
    if (const auto bytes = read_bytes<address_v6::bytes_type>(value)) return address_v6{*bytes};
  }
  return std::nullopt;
}

std::string read_name(Bytes value) {
  const auto* text = reinterpret_cast<const char*>(value.data());
  return {text, strnlen(text, value.size())};
}

void read_link(Bytes payload, NetlinkTables& tables) {
  const auto* fixed = fixed_part<ifinfomsg>(payload);
  if (fixed == nullptr || fixed->ifi_index <= 0) return;
  NetlinkLink link;
  const bool up = (fixed->ifi_flags & IFF_UP) != 0;
  link.carries_packets = up && (fixed->ifi_flags & (IFF_RUNNING | IFF_LOOPBACK)) != 0;
  for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == IFLA_IFNAME) link.name = read_name(value);
  });
  if (!link.name.empty()) {
    tables.links.insert_or_assign(static_cast<unsigned>(fixed->ifi_index), std::move(link));
  }
}

void read_local_address(Bytes payload, NetlinkTables& tables) {
  const auto* fixed = fixed_part<ifaddrmsg>(payload);
  if (fixed == nullptr) return;
  std::optional<IpAddress> peer;
  std::optional<IpAddress> local;
  std::uint32_t flags = fixed->ifa_flags;
  for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == IFA_ADDRESS) peer = read_address(value, fixed->ifa_family);
    if (type == IFA_LOCAL) local = read_address(value, fixed->ifa_family);
    if (type == IFA_FLAGS) flags = read_u32(value).value_or(flags);  // all 32 bits of them
  });
  // On a point-to-point link IFA_ADDRESS is the other end; where there is no IFA_LOCAL it is ours.
  const auto address = local ? local : peer;
  if (!address || fixed->ifa_prefixlen > (address->is_v4() ? 32 : 128)) return;
  tables.addresses.push_back({*address, fixed->ifa_prefixlen, fixed->ifa_index, flags});
}

bool is_dead(unsigned nexthop_flags) {
  return (nexthop_flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN)) != 0;
}

// The interface of the first next hop that lives, of a list of struct rtnexthop with attributes.
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

std::optional<NetlinkRoute> read_default_route(Bytes payload) {
  const auto* fixed = fixed_part<rtmsg>(payload);
  if (fixed == nullptr) return std::nullopt;
  const bool ip = fixed->rtm_family == AF_INET || fixed->rtm_family == AF_INET6;
  const bool to_everywhere = fixed->rtm_dst_len == 0 && fixed->rtm_src_len == 0;
  if (!ip || !to_everywhere || fixed->rtm_type != RTN_UNICAST) return std::nullopt;
  if ((fixed->rtm_flags & RTM_F_CLONED) != 0) return std::nullopt;

  NetlinkRoute route;
  route.family = fixed->rtm_family == AF_INET ? Family::ipv4 : Family::ipv6;
  std::uint32_t table = fixed->rtm_table;
  for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == RTA_TABLE) table = read_u32(value).value_or(table);
    if (type == RTA_OIF) route.interface_index = read_u32(value).value_or(0);
    if (type == RTA_PRIORITY) route.metric = read_u32(value).value_or(0);
    if (type == RTA_PREFSRC) route.preferred_source = read_address(value, fixed->rtm_family);
    if (type == RTA_MULTIPATH) route.interface_index = first_live_nexthop(value);
  });
  if (table != RT_TABLE_MAIN) return std::nullopt;
  if (is_dead(fixed->rtm_flags)) route.interface_index = 0;
  return route;
}

int error_of(Bytes payload) {
  int code = 0;  // NLMSG_ERROR and NLMSG_DONE both begin with a negative errno, or zero
  if (payload.size() >= sizeof code) std::memcpy(&code, payload.data(), sizeof code);
  return code < 0 && code != INT32_MIN ? -code : 0;
}

IpAddress scoped(const NetlinkAddress& entry) {
  if (entry.address.is_v4() || !entry.address.to_v6().is_link_local()) return entry.address;
  auto address = entry.address.to_v6();
  address.scope_id(entry.interface_index);
  return address;
}

auto rank(const NetlinkAddress& entry) {
  // IFA_F_SECONDARY and IFA_F_TEMPORARY are the same bit.
  return std::tuple{(entry.flags & IFA_F_DEPRECATED) != 0, (entry.flags & IFA_F_SECONDARY) != 0,
                    entry.interface_index, entry.address};
}

auto rank(const NetlinkRoute& route) {
  return std::tuple{route.family, route.metric, route.interface_index};
}

}  // namespace

DumpProgress read_dump(Bytes datagram, std::uint32_t sequence, NetlinkTables& tables) {
  DumpProgress progress;
  for_each_message(datagram, [&](const nlmsghdr& header, Bytes payload) {
    if (header.nlmsg_seq != sequence) return;
    if ((header.nlmsg_flags & NLM_F_DUMP_INTR) != 0) progress.interrupted = true;
    switch (header.nlmsg_type) {
      case RTM_NEWLINK:
        read_link(payload, tables);
        break;
      case RTM_NEWADDR:
        read_local_address(payload, tables);
        break;
      case RTM_NEWROUTE:
        if (auto route = read_default_route(payload); route && route->interface_index != 0) {
          tables.default_routes.push_back(std::move(*route));
        }
        break;
      case NLMSG_ERROR:
      case NLMSG_DONE:
        progress.done = true;
        progress.error = error_of(payload);
        break;
      default:
        break;
    }
  });
  return progress;
}

bool concerns_local_network(Bytes datagram) {
  bool concerns = false;
  for_each_message(datagram, [&](const nlmsghdr& header, Bytes payload) {
    switch (header.nlmsg_type) {
      case RTM_NEWLINK:
      case RTM_DELLINK:
      case RTM_NEWADDR:
      case RTM_DELADDR:
        concerns = true;
        break;
      case RTM_NEWROUTE:
      case RTM_DELROUTE:
        concerns = concerns || read_default_route(payload).has_value();
        break;
      default:
        break;
    }
  });
  return concerns;
}

LocalNetwork make_local_network(const NetlinkTables& tables) {
  LocalNetwork network;
  auto entries = tables.addresses;
  std::ranges::stable_sort(entries, {}, [](const NetlinkAddress& entry) { return rank(entry); });
  for (const NetlinkAddress& entry : entries) {
    const auto link = tables.links.find(entry.interface_index);
    if (link == tables.links.end()) continue;
    const bool unique = (entry.flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) == 0;
    network.addresses.push_back({scoped(entry), entry.prefix_length, entry.interface_index,
                                 link->second.name, link->second.carries_packets && unique});
  }
  auto routes = tables.default_routes;
  std::ranges::stable_sort(routes, {}, [](const NetlinkRoute& route) { return rank(route); });
  for (const NetlinkRoute& route : routes) {
    const auto link = tables.links.find(route.interface_index);
    if (link == tables.links.end()) continue;
    network.default_routes.push_back({route.family, route.interface_index, link->second.name,
                                      route.preferred_source, route.metric});
  }
  return network;
}

}  // namespace peeringd

#include "net/netlink_tables.hpp"

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "net/netlink_message.hpp"

namespace peeringd {
namespace {

using netlink::Bytes;
using netlink::for_each_attribute;
using netlink::for_each_message;

// Devices that lead nowhere but hold addresses that other interfaces send from.
bool is_loopback_like(unsigned flags, const std::string& kind) {
  return (flags & IFF_LOOPBACK) != 0 || kind == "dummy" || kind == "vrf";
}

void read_alternative_names(Bytes list, NetlinkLink& link) {
  for_each_attribute(list, [&](int type, Bytes value) {
    if (type == IFLA_ALT_IFNAME) link.alternative_names.push_back(netlink::read_name(value));
  });
}

std::string read_kind(Bytes info) {
  std::string kind;
  for_each_attribute(info, [&](int type, Bytes value) {
    if (type == IFLA_INFO_KIND) kind = netlink::read_name(value);
  });
  return kind;
}

void read_link(Bytes payload, NetlinkTables& tables) {
  const auto* fixed = netlink::fixed_part<ifinfomsg>(payload);
  if (fixed == nullptr || fixed->ifi_index <= 0) return;
  NetlinkLink link;
  const bool up = (fixed->ifi_flags & IFF_UP) != 0;
  link.carries_packets = up && (fixed->ifi_flags & (IFF_RUNNING | IFF_LOOPBACK)) != 0;
  std::string kind;
  for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == IFLA_IFNAME) link.name = netlink::read_name(value);
    if (type == IFLA_PROP_LIST) read_alternative_names(value, link);
    if (type == IFLA_LINKINFO) kind = read_kind(value);
  });
  link.loopback_like = is_loopback_like(fixed->ifi_flags, kind);
  if (!link.name.empty()) {
    tables.links.insert_or_assign(static_cast<unsigned>(fixed->ifi_index), std::move(link));
  }
}

void read_local_address(Bytes payload, NetlinkTables& tables) {
  const auto* fixed = netlink::fixed_part<ifaddrmsg>(payload);
  if (fixed == nullptr) return;
  std::optional<IpAddress> peer;
  std::optional<IpAddress> local;
  std::uint32_t flags = fixed->ifa_flags;
  for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == IFA_ADDRESS) peer = netlink::read_address(value, fixed->ifa_family);
    if (type == IFA_LOCAL) local = netlink::read_address(value, fixed->ifa_family);
    if (type == IFA_FLAGS) flags = netlink::read_u32(value).value_or(flags);  // all 32 bits
  });
  // On a point-to-point link IFA_ADDRESS is the other end; without IFA_LOCAL it is our own address.
  const auto address = local ? local : peer;
  if (!address || fixed->ifa_prefixlen > (address->is_v4() ? 32 : 128)) return;
  // An IPv4-mapped address on an interface makes no IPv4 address local, and no packet leaves from
  // it.
  if (unmapped(*address) != *address) return;
  tables.addresses.push_back({*address, fixed->ifa_prefixlen, fixed->ifa_index, flags});
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

std::vector<LocalRange> local_ranges(const NetlinkTables& tables) {
  std::vector<LocalRange> ranges;
  for (const NetlinkLocalRoute& route : tables.local_routes) {
    const auto link = tables.links.find(route.interface_index);
    if (link == tables.links.end()) continue;
    ranges.push_back(
        {route.prefix, route.interface_index, link->second.name, link->second.carries_packets});
  }
  std::ranges::sort(ranges, {}, [](const LocalRange& range) {
    return std::tuple{range.prefix.network(), range.prefix.length(), range.interface_index};
  });
  const auto twice = std::ranges::unique(ranges);
  ranges.erase(twice.begin(), twice.end());
  return ranges;
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
        progress.error = netlink::read_error(payload);
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
      case RTM_NEWNEXTHOP:
      case RTM_DELNEXTHOP:
        concerns = true;
        break;
      case RTM_NEWROUTE:
      case RTM_DELROUTE:
        concerns = concerns || read_default_route(payload) || read_local_route(payload);
        break;
      default:
        break;
    }
  });
  return concerns;
}

LocalNetwork make_local_network(const NetlinkTables& tables) {
  LocalNetwork network;
  for (const auto& [index, link] : tables.links) {
    network.interfaces.push_back(
        {index, link.name, link.alternative_names, link.carries_packets, link.loopback_like});
  }
  network.local_ranges = local_ranges(tables);
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

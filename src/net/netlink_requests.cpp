#include "net/netlink_requests.hpp"

#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace peeringd::netlink {
namespace {

unsigned char family_number(Family family) {
  return family == Family::ipv4 ? AF_INET : AF_INET6;
}

unsigned char bits_of(const IpAddress& address) {
  return address.is_v4() ? 32 : 128;
}

void put_address(nlmsghdr* header, std::uint16_t type, const IpAddress& address) {
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    mnl_attr_put(header, type, bytes.size(), bytes.data());
  } else {
    const auto bytes = address.to_v6().to_bytes();
    mnl_attr_put(header, type, bytes.size(), bytes.data());
  }
}

// The header, and the fixed part behind it, which is zeroed.
template <typename Fixed>
struct Begun {
  nlmsghdr* header;
  Fixed* fixed;
};

template <typename Fixed>
Begun<Fixed> begin_request(std::span<std::byte> buffer, std::uint16_t type, std::uint32_t sequence,
                           std::uint16_t more_flags = 0) {
  nlmsghdr* header = mnl_nlmsg_put_header(buffer.data());
  header->nlmsg_type = type;
  header->nlmsg_flags = NLM_F_REQUEST | more_flags;
  header->nlmsg_seq = sequence;
  return {header, static_cast<Fixed*>(mnl_nlmsg_put_extra_header(header, sizeof(Fixed)))};
}

}  // namespace

std::size_t write_route_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                const Source& source, const IpAddress& destination) {
  const auto [header, route] = begin_request<rtmsg>(buffer, RTM_GETROUTE, sequence);
  route->rtm_family = family_number(family_of(destination));
  route->rtm_dst_len = bits_of(destination);
  route->rtm_src_len = bits_of(destination);
  put_address(header, RTA_DST, destination);
  put_address(header, RTA_SRC, source.address);
  if (source.interface_index != 0) mnl_attr_put_u32(header, RTA_OIF, source.interface_index);
  if (source.mark) mnl_attr_put_u32(header, RTA_MARK, *source.mark);
  return header->nlmsg_len;
}

std::size_t write_matching_route_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                         const IpAddress& destination, unsigned interface_index) {
  const auto [header, route] = begin_request<rtmsg>(buffer, RTM_GETROUTE, sequence);
  route->rtm_family = family_number(family_of(destination));
  route->rtm_dst_len = bits_of(destination);
  route->rtm_flags = RTM_F_FIB_MATCH;
  // IPv4 reports every table as main without RTM_F_LOOKUP_TABLE; IPv6 has no such flag.
  if (destination.is_v4()) route->rtm_flags |= RTM_F_LOOKUP_TABLE;
  put_address(header, RTA_DST, destination);
  if (interface_index != 0) mnl_attr_put_u32(header, RTA_OIF, interface_index);
  return header->nlmsg_len;
}

std::size_t write_interface_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    unsigned index) {
  const auto [header, link] = begin_request<ifinfomsg>(buffer, RTM_GETLINK, sequence);
  link->ifi_index = static_cast<int>(index);
  mnl_attr_put_u32(header, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  return header->nlmsg_len;
}

std::size_t write_interface_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    const std::string& name) {
  nlmsghdr* header = begin_request<ifinfomsg>(buffer, RTM_GETLINK, sequence).header;
  mnl_attr_put_strz(header, IFLA_IFNAME, name.substr(0, IFNAMSIZ - 1).c_str());
  mnl_attr_put_u32(header, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  return header->nlmsg_len;
}

std::size_t write_neighbour_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    unsigned index, const IpAddress& address) {
  const auto [header, neighbour] = begin_request<ndmsg>(buffer, RTM_GETNEIGH, sequence);
  neighbour->ndm_family = family_number(family_of(address));
  neighbour->ndm_ifindex = static_cast<int>(index);
  put_address(header, NDA_DST, address);
  return header->nlmsg_len;
}

std::size_t write_interfaces_request(std::span<std::byte> buffer, std::uint32_t sequence) {
  nlmsghdr* header = begin_request<ifinfomsg>(buffer, RTM_GETLINK, sequence, NLM_F_DUMP).header;
  mnl_attr_put_u32(header, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  return header->nlmsg_len;
}

std::size_t write_addresses_request(std::span<std::byte> buffer, std::uint32_t sequence) {
  return begin_request<ifaddrmsg>(buffer, RTM_GETADDR, sequence, NLM_F_DUMP).header->nlmsg_len;
}

std::size_t write_main_table_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                     Family family) {
  const auto [header, route] = begin_request<rtmsg>(buffer, RTM_GETROUTE, sequence, NLM_F_DUMP);
  route->rtm_family = family_number(family);
  route->rtm_table = RT_TABLE_MAIN;
  route->rtm_type = RTN_UNICAST;
  return header->nlmsg_len;
}

}  // namespace peeringd::netlink

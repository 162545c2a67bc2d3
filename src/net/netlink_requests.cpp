#include "net/netlink_requests.hpp"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <chrono>
#include <cstring>

#include "net/netlink_message.hpp"

namespace peeringd::netlink {
namespace {

// The unit of nda_cacheinfo is USER_HZ, which is 100 on all architectures of Linux but Alpha.
constexpr std::chrono::milliseconds clock_tick{10};

int family_number(const IpAddress& address) {
  return address.is_v4() ? AF_INET : AF_INET6;
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

// Returns the fixed part, zeroed.
template <typename Fixed>
Fixed* begin_request(std::span<std::byte> buffer, std::uint16_t type, std::uint32_t sequence,
                     nlmsghdr*& header) {
  header = mnl_nlmsg_put_header(buffer.data());
  header->nlmsg_type = type;
  header->nlmsg_flags = NLM_F_REQUEST;
  header->nlmsg_seq = sequence;
  return static_cast<Fixed*>(mnl_nlmsg_put_extra_header(header, sizeof(Fixed)));
}

// RTA_VIA: the address of a gateway of a different family from the route's.
std::optional<IpAddress> read_via(Bytes value) {
  std::uint16_t family = 0;
  if (value.size() < sizeof family) return std::nullopt;
  std::memcpy(&family, value.data(), sizeof family);
  return read_address(value.subspan(sizeof family), family);
}

}  // namespace

std::size_t write_route_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                const Source& source, const IpAddress& destination) {
  nlmsghdr* header = nullptr;
  auto* route = begin_request<rtmsg>(buffer, RTM_GETROUTE, sequence, header);
  const unsigned char bits = destination.is_v4() ? 32 : 128;
  route->rtm_family = static_cast<unsigned char>(family_number(destination));
  route->rtm_dst_len = bits;
  route->rtm_src_len = bits;
  put_address(header, RTA_DST, destination);
  put_address(header, RTA_SRC, source.address);
  if (source.interface_index != 0) mnl_attr_put_u32(header, RTA_OIF, source.interface_index);
  if (source.mark) mnl_attr_put_u32(header, RTA_MARK, *source.mark);
  return header->nlmsg_len;
}

std::size_t write_interface_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    unsigned index) {
  nlmsghdr* header = nullptr;
  begin_request<ifinfomsg>(buffer, RTM_GETLINK, sequence, header)->ifi_index =
      static_cast<int>(index);
  mnl_attr_put_u32(header, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  return header->nlmsg_len;
}

std::size_t write_interface_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    const std::string& name) {
  nlmsghdr* header = nullptr;
  begin_request<ifinfomsg>(buffer, RTM_GETLINK, sequence, header);
  mnl_attr_put_strz(header, IFLA_IFNAME, name.substr(0, IFNAMSIZ - 1).c_str());
  mnl_attr_put_u32(header, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  return header->nlmsg_len;
}

std::size_t write_neighbour_request(std::span<std::byte> buffer, std::uint32_t sequence,
                                    unsigned index, const IpAddress& address) {
  nlmsghdr* header = nullptr;
  auto* neighbour = begin_request<ndmsg>(buffer, RTM_GETNEIGH, sequence, header);
  neighbour->ndm_family = static_cast<unsigned char>(family_number(address));
  neighbour->ndm_ifindex = static_cast<int>(index);
  put_address(header, NDA_DST, address);
  return header->nlmsg_len;
}

std::optional<ChosenRoute> read_chosen_route(Bytes payload) {
  const auto* fixed = fixed_part<rtmsg>(payload);
  if (fixed == nullptr) return std::nullopt;
  ChosenRoute route;
  route.unicast = fixed->rtm_type == RTN_UNICAST;
  for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == RTA_OIF) route.interface_index = read_u32(value).value_or(0);
    if (type == RTA_GATEWAY) route.gateway = read_address(value, fixed->rtm_family);
    if (type == RTA_VIA) route.gateway = read_via(value);
  });
  return route;
}

std::optional<InterfaceState> read_interface_state(Bytes payload) {
  const auto* fixed = fixed_part<ifinfomsg>(payload);
  if (fixed == nullptr || fixed->ifi_index <= 0) return std::nullopt;
  InterfaceState state;
  state.index = static_cast<unsigned>(fixed->ifi_index);
  state.enabled = (fixed->ifi_flags & IFF_UP) != 0;
  state.carrier = (fixed->ifi_flags & IFF_LOWER_UP) != 0;
  state.resolves = (fixed->ifi_flags & (IFF_POINTOPOINT | IFF_NOARP | IFF_LOOPBACK)) == 0;
  for_each_attribute(payload, [&](int type, Bytes value) {
    if (type == IFLA_IFNAME) state.name = read_name(value);
  });
  return state;
}

std::optional<Neighbour> read_neighbour(Bytes payload) {
  constexpr unsigned heard = NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE;
  const auto* fixed = fixed_part<ndmsg>(payload);
  if (fixed == nullptr) return std::nullopt;
  Neighbour neighbour;
  if ((fixed->ndm_state & heard) != 0) neighbour.resolved = true;
  if ((fixed->ndm_state & (NUD_FAILED | NUD_INCOMPLETE)) != 0) neighbour.resolved = false;
  for_each_attribute(payload, [&](int type, Bytes value) {
    nda_cacheinfo times{};
    if (type != NDA_CACHEINFO || value.size() < sizeof times) return;
    std::memcpy(&times, value.data(), sizeof times);
    neighbour.heard_ago = times.ndm_confirmed * clock_tick;
  });
  return neighbour;
}

}  // namespace peeringd::netlink

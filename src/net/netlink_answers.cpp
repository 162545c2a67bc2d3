#include "net/netlink_answers.hpp"

#include <linux/if.h>
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

// RTA_VIA: the address of a gateway of a different family from the route's.
std::optional<IpAddress> read_via(Bytes value) {
  std::uint16_t family = 0;
  if (value.size() < sizeof family) return std::nullopt;
  std::memcpy(&family, value.data(), sizeof family);
  return read_address(value.subspan(sizeof family), family);
}

}  // namespace

std::optional<ChosenRoute> read_chosen_route(Bytes payload) {
  const auto* fixed = fixed_part<rtmsg>(payload);
  if (fixed == nullptr) return std::nullopt;
  ChosenRoute route;
  route.delivers = fixed->rtm_type == RTN_UNICAST || fixed->rtm_type == RTN_LOCAL;
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

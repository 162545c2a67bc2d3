#include "net/netlink_answers.hpp"

#include <gtest/gtest.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <sys/socket.h>

#include "netlink_message.hpp"
#include "support/addresses.hpp"

namespace peeringd::netlink {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::Datagram;
using test::NetlinkMessage;

// What follows the header of a message.
std::span<const std::byte> payload_of(const NetlinkMessage& message, Datagram& datagram) {
  datagram.clear();
  message.append_to(datagram);
  return std::span<const std::byte>(datagram).subspan(sizeof(nlmsghdr));
}

NetlinkMessage route_message(unsigned char family, unsigned char type) {
  rtmsg fixed{};
  fixed.rtm_family = family;
  fixed.rtm_type = type;
  return {RTM_NEWROUTE, fixed};
}

NetlinkMessage neighbour_message(int state) {
  ndmsg fixed{};
  fixed.ndm_family = AF_INET;
  fixed.ndm_state = static_cast<std::uint16_t>(state);
  return {RTM_NEWNEIGH, fixed};
}

TEST(NetlinkAnswers, ReadsTheGatewayOfARoute) {
  Datagram datagram;
  auto message = route_message(AF_INET, RTN_UNICAST);
  message.number(RTA_OIF, 3).address(RTA_GATEWAY, "203.0.113.1");
  const auto route = read_chosen_route(payload_of(message, datagram));
  ASSERT_TRUE(route);
  EXPECT_TRUE(route->delivers);
  EXPECT_EQ(route->interface_index, 3U);
  EXPECT_EQ(route->gateway, address("203.0.113.1"));
}

TEST(NetlinkAnswers, ReadsAGatewayOfAnotherFamily) {
  Datagram datagram;
  struct {
    std::uint16_t family = AF_INET6;
    std::array<unsigned char, 16> bytes = address("fe80::1").to_v6().to_bytes();
  } via;
  auto message = route_message(AF_INET, RTN_UNICAST);
  message.bytes(RTA_VIA, &via, sizeof via);
  EXPECT_EQ(read_chosen_route(payload_of(message, datagram))->gateway, address("fe80::1"));
}

TEST(NetlinkAnswers, RejectsRoutesThatLeadNowhere) {
  Datagram datagram;
  for (const unsigned char type : {RTN_UNREACHABLE, RTN_BLACKHOLE, RTN_PROHIBIT}) {
    EXPECT_FALSE(read_chosen_route(payload_of(route_message(AF_INET6, type), datagram))->delivers);
  }
}

TEST(NetlinkAnswers, ReadsTheStateOfAnInterface) {
  Datagram datagram;
  ifinfomsg fixed{};
  fixed.ifi_index = 4;
  fixed.ifi_flags = IFF_UP | IFF_BROADCAST;
  NetlinkMessage message(RTM_NEWLINK, fixed);
  message.text(IFLA_IFNAME, "isp-b");
  const auto state = read_interface_state(payload_of(message, datagram));
  ASSERT_TRUE(state);
  EXPECT_EQ(state->name, "isp-b");
  EXPECT_TRUE(state->enabled);
  EXPECT_FALSE(state->carrier);
  EXPECT_TRUE(state->resolves);
  constexpr unsigned lower_up = IFF_LOWER_UP;
  fixed.ifi_flags = IFF_UP | IFF_POINTOPOINT;
  fixed.ifi_flags |= lower_up;
  const auto dialled = read_interface_state(payload_of({RTM_NEWLINK, fixed}, datagram));
  EXPECT_TRUE(dialled->carrier);
  EXPECT_FALSE(dialled->resolves);
}

TEST(NetlinkAnswers, ReadsWhetherANeighbourAnswers) {
  Datagram datagram;
  const auto resolved = [&](int state) {
    return read_neighbour(payload_of(neighbour_message(state), datagram))->resolved;
  };
  for (const int state : {NUD_REACHABLE, NUD_STALE, NUD_DELAY, NUD_PROBE}) {
    EXPECT_EQ(resolved(state), true);
  }
  for (const int state : {NUD_FAILED, NUD_INCOMPLETE}) EXPECT_EQ(resolved(state), false);
  for (const int state : {NUD_PERMANENT, NUD_NOARP, NUD_NONE}) {
    EXPECT_EQ(resolved(state), std::nullopt);
  }
}

TEST(NetlinkAnswers, ReadsWhenANeighbourLastAnswered) {
  Datagram datagram;
  nda_cacheinfo times{};
  times.ndm_confirmed = 1250;
  auto message = neighbour_message(NUD_STALE);
  message.bytes(NDA_CACHEINFO, &times, sizeof times);
  EXPECT_EQ(read_neighbour(payload_of(message, datagram))->heard_ago, 12500ms);
}

TEST(NetlinkAnswers, ReadsNothingFromATruncatedMessage) {
  const std::array<std::byte, 4> little{};
  EXPECT_FALSE(read_chosen_route(little));
  EXPECT_FALSE(read_interface_state(little));
  EXPECT_FALSE(read_neighbour(little));
}

}  // namespace
}  // namespace peeringd::netlink

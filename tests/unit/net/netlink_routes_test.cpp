#include "net/netlink_routes.hpp"

#include <gmock/gmock.h>
#include <linux/nexthop.h>

#include <array>

#include "unit/net/reported_network.hpp"

namespace peeringd {
namespace {

using test::Datagram;
using test::NetlinkMessage;
using test::reported::address;
using test::reported::datagram;
using test::reported::default_route;
using test::reported::link;
using test::reported::network;
using test::reported::route;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(NetlinkTables, OrderDefaultRoutesByFamilyAndMetric) {
  auto preferred = route(AF_INET, 2, 100);
  preferred.address(RTA_PREFSRC, "192.0.2.7");
  const auto found = network(
      {link(2, "wan0"), link(3, "wan1"), route(AF_INET6, 3, 1), route(AF_INET, 3, 600), preferred});
  EXPECT_THAT(found.default_routes,
              ElementsAre(DefaultRoute{Family::ipv4, 2, "wan0",
                                       boost::asio::ip::make_address("192.0.2.7"), 100},
                          DefaultRoute{Family::ipv4, 3, "wan1", std::nullopt, 600},
                          DefaultRoute{Family::ipv6, 3, "wan1", std::nullopt, 1}));
}

TEST(NetlinkTables, ContainOnlyLiveDefaultRoutesOfTheMainTable) {
  auto fixed = default_route(AF_INET);
  const auto routes_with = [](const rtmsg& changed, std::uint32_t table) {
    NetlinkMessage message{RTM_NEWROUTE, changed};
    message.number(RTA_OIF, 2).number(RTA_TABLE, table);
    return network({link(2, "wan0"), message}).default_routes;
  };
  EXPECT_THAT(routes_with(fixed, RT_TABLE_MAIN), SizeIs(1));
  EXPECT_THAT(routes_with(fixed, 100), IsEmpty()) << "another table";
  auto changed = fixed;
  changed.rtm_dst_len = 8;
  EXPECT_THAT(routes_with(changed, RT_TABLE_MAIN), IsEmpty()) << "10.0.0.0/8";
  changed = fixed;
  changed.rtm_type = RTN_UNREACHABLE;
  EXPECT_THAT(routes_with(changed, RT_TABLE_MAIN), IsEmpty()) << "unreachable";
  changed = fixed;
  changed.rtm_flags = RTNH_F_LINKDOWN;
  EXPECT_THAT(routes_with(changed, RT_TABLE_MAIN), IsEmpty()) << "link down";
  changed = fixed;
  changed.rtm_family = AF_BRIDGE;
  EXPECT_THAT(routes_with(changed, RT_TABLE_MAIN), IsEmpty()) << "not IP";
}

TEST(NetlinkTables, TakeTheFirstLiveNextHopOfSeveral) {
  const std::array<rtnexthop, 3> hops{{{sizeof(rtnexthop), RTNH_F_DEAD, 0, 2},
                                       {sizeof(rtnexthop), 0, 0, 3},
                                       {sizeof(rtnexthop), 0, 0, 4}}};
  NetlinkMessage message{RTM_NEWROUTE, default_route(AF_INET)};
  message.bytes(RTA_MULTIPATH, hops.data(), sizeof hops);
  const auto found = network({link(2, "a"), link(3, "b"), link(4, "c"), message});
  ASSERT_THAT(found.default_routes, SizeIs(1));
  EXPECT_EQ(found.default_routes[0].interface, "b");
}

TEST(NetlinkTables, IgnoreEverythingButLinksAddressesAndDefaultRoutes) {
  rtmsg to_a_network = default_route(AF_INET);
  to_a_network.rtm_dst_len = 24;
  EXPECT_TRUE(concerns_local_network(datagram({link(2, "wan0")})));
  EXPECT_TRUE(concerns_local_network(datagram({address(2, "192.0.2.1", 24)})));
  EXPECT_TRUE(concerns_local_network(datagram({route(AF_INET6, 2)})));
  EXPECT_TRUE(concerns_local_network(datagram({{RTM_DELADDR, ifaddrmsg{}}})));
  EXPECT_FALSE(concerns_local_network(datagram({{RTM_NEWROUTE, to_a_network}})));
  EXPECT_FALSE(concerns_local_network(datagram({{RTM_NEWNEIGH, ndmsg{}}})));
  EXPECT_FALSE(concerns_local_network({}));
}

NetlinkMessage local_route(const char* network, std::uint8_t length) {
  rtmsg fixed{};
  fixed.rtm_family = AF_INET;
  fixed.rtm_dst_len = length;
  fixed.rtm_table = RT_TABLE_LOCAL;
  fixed.rtm_type = RTN_LOCAL;
  NetlinkMessage message{RTM_NEWROUTE, fixed};
  message.address(RTA_DST, network).number(RTA_OIF, 1);
  return message;
}

TEST(NetlinkTables, ReadARouteThatMakesAddressesLocal) {
  const Datagram whole = datagram({local_route("203.0.113.0", 25)});
  const auto payload = std::span(whole).subspan(sizeof(nlmsghdr));
  const auto route = read_local_route(payload);
  ASSERT_TRUE(route);
  EXPECT_EQ(route->prefix.to_string(), "203.0.113.0/25");
  EXPECT_EQ(route->interface_index, 1U);
  EXPECT_FALSE(read_default_route(payload));
  for (std::size_t size = 0; size < payload.size(); ++size) read_local_route(payload.first(size));
  const Datagram too_long = datagram({local_route("203.0.113.0", 33)});
  EXPECT_FALSE(read_local_route(std::span(too_long).subspan(sizeof(nlmsghdr))));
}

TEST(NetlinkTables, DependOnLocalRoutesAndNexthopObjects) {
  EXPECT_TRUE(concerns_local_network(datagram({local_route("203.0.113.0", 25)})));
  EXPECT_TRUE(concerns_local_network(datagram({{RTM_NEWNEXTHOP, nhmsg{}}})));
}

}  // namespace
}  // namespace peeringd

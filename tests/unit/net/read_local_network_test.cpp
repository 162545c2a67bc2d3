// Queries a real kernel in network namespaces.

#include <gmock/gmock.h>

#include <algorithm>

#include "net/read_local_network.hpp"
#include "support/addresses.hpp"
#include "support/namespace_test.hpp"

namespace peeringd {
namespace {

using test::shell;

constexpr const char* one_cable =
    "ip link set lo up && ip link add wan0 type veth peer name isp0 && "
    "ip address add 203.0.113.10/24 dev wan0 && ip link set isp0 up && ip link set wan0 up && "
    "until ip link show wan0 | grep -q LOWER_UP; do sleep 0.01; done";

// The interfaces and metrics of the default routes: `wan0 100, wan1 200`.
std::string default_routes() {
  const auto network = read_local_network();
  if (!network) return network.error().message;
  std::string text;
  for (const DefaultRoute& route : network->default_routes) {
    text += (text.empty() ? "" : ", ") + route.interface + " " + std::to_string(route.metric);
  }
  return text;
}

std::string chosen_address() {
  const auto network = read_local_network();
  const auto chosen =
      network ? default_route_address(*network, Family::ipv4) : std::optional<LocalAddress>{};
  return chosen ? chosen->address.to_string() : "none";
}

std::string find_default_routes() {
  CHECK(shell(one_cable));
  CHECK(default_routes().empty());
  CHECK(
      shell("ip link add wan1 type veth peer name isp1 && ip address add 198.51.100.10/24 dev wan1"
            " && ip link set isp1 up && ip link set wan1 up && ip route add default via "
            "203.0.113.1 metric 200 && ip route add default via 198.51.100.1 metric 100"));
  // The kernel reports a carrier up to a second late.
  CHECK(
      shell("for i in $(seq 200); do ip route show default | grep -q linkdown || break; "
            "sleep 0.05; done"));
  CHECK(default_routes() == "wan1 100, wan0 200");
  CHECK(chosen_address() == "198.51.100.10");
  CHECK(
      shell("ip -6 address add 2001:db8:b::10/48 dev wan0 nodad && "
            "ip -6 route add default via 2001:db8:b::1 metric 7"));
  CHECK(default_routes() == "wan1 100, wan0 200, wan0 7");
  // The kernel marks the route a moment after the carrier has gone.
  CHECK(
      shell("ip link set isp1 down && for i in $(seq 200); do ip route show default dev wan1 | "
            "grep -q linkdown && break; sleep 0.05; done"));
  CHECK(default_routes() == "wan0 200, wan0 7");
  return {};
}

TEST(ReadLocalNetwork, FindsTheDefaultRoutesOfAllInterfaces) {
  SUCCEEDS_IN_A_NAMESPACE(find_default_routes);
}

std::string follow_a_nexthop_object() {
  CHECK(shell(one_cable));
  CHECK(
      shell("ip nexthop add id 7 via 203.0.113.1 dev wan0 && ip route add default nhid 7 metric 5"
            " && echo 0 > /proc/sys/net/ipv4/nexthop_compat_mode"));
  CHECK(default_routes() == "wan0 5");
  CHECK(chosen_address() == "203.0.113.10");
  return {};
}

TEST(ReadLocalNetwork, FollowsANexthopObjectIfTheRouteHasOnlyItsNumber) {
  SUCCEEDS_IN_A_NAMESPACE(follow_a_nexthop_object);
}

std::string see_behind_a_vpn() {
  CHECK(shell(one_cable));
  CHECK(
      shell("ip route add default via 203.0.113.1 && ip link add tun0 type veth peer name far0 && "
            "ip address add 10.8.0.2/24 dev tun0 && ip link set far0 up && ip link set tun0 up && "
            "ip route add 0.0.0.0/1 dev tun0 && ip route add 128.0.0.0/1 dev tun0"));
  CHECK(default_routes() == "wan0 0");
  return {};
}

TEST(ReadLocalNetwork, FindsTheDefaultRouteThatAVpnCovers) {
  SUCCEEDS_IN_A_NAMESPACE(see_behind_a_vpn);
}

std::string know_what_a_route_makes_local() {
  CHECK(
      shell("ip link set lo up && ip route add local 203.0.113.0/25 dev lo && "
            "ip -6 route add local 2001:db8:a::/64 dev lo"));
  const auto network =
      read_local_network({.default_routes = false,
                          .sources = {test::address("203.0.113.5"), test::address("2001:db8:a::5"),
                                      test::address("198.51.100.5"), test::address("127.0.0.1")}});
  CHECK(network);
  CHECK(network->local_ranges.size() == 2);
  CHECK(network->local_ranges[0].prefix.to_string() == "203.0.113.0/25");
  CHECK(network->local_ranges[0].interface == "lo");
  CHECK(network->local_ranges[0].usable);
  CHECK(network->local_ranges[1].prefix.to_string() == "2001:db8:a::/64");
  return {};
}

TEST(ReadLocalNetwork, FindsAddressesThatOnlyARouteMakesLocal) {
  SUCCEEDS_IN_A_NAMESPACE(know_what_a_route_makes_local);
}

TEST(ReadLocalNetwork, FindsTheLoopbackInterface) {
  const auto network = read_local_network();
  ASSERT_TRUE(network) << network.error().message;
  EXPECT_THAT(network->addresses, ::testing::Contains(::testing::Field(
                                      &LocalAddress::address, test::address("127.0.0.1"))));
}

}  // namespace
}  // namespace peeringd

#include "model/local_network.hpp"

#include <gmock/gmock.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

LocalAddress on(unsigned index, const char* address, bool usable = true) {
  return {test::address(address), 24, index, "if" + std::to_string(index), usable};
}

DefaultRoute via(unsigned index, std::uint32_t metric = 0, Family family = Family::ipv4) {
  return {family, index, "if" + std::to_string(index), std::nullopt, metric};
}

std::string chosen(const LocalNetwork& network, Family family = Family::ipv4) {
  const auto found = default_route_address(network, family);
  return found ? found->address.to_string() : "none";
}

TEST(DefaultRouteAddress, UsesTheFirstAddressOfTheRoutesInterface) {
  EXPECT_EQ(chosen({{on(1, "127.0.0.1"), on(2, "192.0.2.1"), on(3, "198.51.100.1"),
                     on(3, "198.51.100.2")},
                    {via(3)}}),
            "198.51.100.1");
}

TEST(DefaultRouteAddress, UsesThePreferredSourceOnAnyInterface) {
  LocalNetwork network{{on(1, "203.0.113.1"), on(3, "198.51.100.1")}, {via(3)}};
  network.default_routes[0].preferred_source = test::address("203.0.113.1");
  EXPECT_EQ(chosen(network), "203.0.113.1");
}

TEST(DefaultRouteAddress, FollowsTheLowestMetric) {
  EXPECT_EQ(chosen({{on(2, "192.0.2.1"), on(3, "198.51.100.1")}, {via(3, 600), via(2, 100)}}),
            "192.0.2.1");
}

TEST(DefaultRouteAddress, SkipsRoutesWithoutAUsableAddress) {
  LocalNetwork network{{on(2, "192.0.2.1", false), on(3, "198.51.100.1")}, {via(2, 1), via(3, 2)}};
  EXPECT_EQ(chosen(network), "198.51.100.1");
  network.default_routes[0].preferred_source = test::address("192.0.2.99");  // not ours
  EXPECT_EQ(chosen(network), "198.51.100.1");
}

TEST(DefaultRouteAddress, SkipsLinkLocalAndLoopbackAddresses) {
  EXPECT_EQ(chosen({{on(2, "169.254.7.7"), on(2, "127.0.0.1")}, {via(2)}}), "none");
  EXPECT_EQ(
      chosen({{on(2, "fe80::1"), on(2, "2001:db8::1")}, {via(2, 0, Family::ipv6)}}, Family::ipv6),
      "2001:db8::1");
}

TEST(DefaultRouteAddress, UsesTheRequestedFamily) {
  const LocalNetwork network{{on(2, "192.0.2.1"), on(2, "2001:db8::1")}, {via(2)}};
  EXPECT_EQ(chosen(network, Family::ipv4), "192.0.2.1");
  EXPECT_EQ(chosen(network, Family::ipv6), "none");
}

TEST(DefaultRouteAddress, IsAbsentOnAHostWithoutRoutes) {
  EXPECT_EQ(chosen({}), "none");
}

}  // namespace
}  // namespace peeringd

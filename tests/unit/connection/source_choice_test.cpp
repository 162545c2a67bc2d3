#include "connection/source_choice.hpp"

#include <gtest/gtest.h>

#include "model/config.hpp"

namespace peeringd {
namespace {

using boost::asio::ip::make_address;

PrefixConfig registered(const char* text) {
  PrefixConfig prefix;
  prefix.label = text;
  prefix.prefix = *IpPrefix::parse(text);
  return prefix;
}

LocalAddress local(const char* address, int length, const char* interface, bool usable = true) {
  return {make_address(address), length, interface == std::string("wan0") ? 2U : 3U, interface,
          usable};
}

LocalInterface interface(unsigned index, const char* name, bool carries_packets = true,
                         bool loopback_like = false) {
  return {index, name, {}, carries_packets, loopback_like};
}

const std::vector<LocalInterface> interfaces{interface(1, "lo", true, true), interface(2, "wan0"),
                                             interface(3, "wan1")};

const LocalNetwork two_links{{local("203.0.113.10", 24, "wan0"), local("203.0.113.11", 24, "wan0"),
                              local("198.51.100.10", 24, "wan1")},
                             {{Family::ipv4, 3, "wan1", std::nullopt, 100}},
                             interfaces};

TEST(SourceChoice, UsesTheFirstLocalAddressInsideThePrefix) {
  const SourceChoice choice = choose_source(registered("203.0.113.0/24"), two_links);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("203.0.113.10"));
  EXPECT_EQ(choice.interface, "wan0");
  EXPECT_FALSE(choice.outside_prefix);
}

TEST(SourceChoice, CarriesTheMarksOfTheTraffic) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "wan0";
  prefix.mark = 0x10;
  prefix.dscp = 46;
  const SourceChoice choice = choose_source(prefix, two_links);
  EXPECT_EQ(choice.source, (Source{make_address("203.0.113.10"), "wan0", 0x10, 46, 2}));
}

TEST(SourceChoice, NeverUsesAnAddressOfAnotherPrefix) {
  const SourceChoice choice = choose_source(registered("192.0.2.0/24"), two_links);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem, "this host has no address in 192.0.2.0/24");
}

TEST(SourceChoice, UsesTheConfiguredSourceEvenOutsideThePrefix) {
  PrefixConfig prefix = registered("192.0.2.0/24");
  prefix.source = make_address("198.51.100.10");
  const SourceChoice choice = choose_source(prefix, two_links);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("198.51.100.10"));
  EXPECT_TRUE(choice.outside_prefix);
}

TEST(SourceChoice, IsAbsentWhileTheConfiguredSourceIsNotLocal) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.source = make_address("203.0.113.99");
  const SourceChoice choice = choose_source(prefix, two_links);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem, "the source 203.0.113.99 is not an address of this host");
}

TEST(SourceChoice, UsesOnlyTheConfiguredInterface) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "wan1";
  const SourceChoice choice = choose_source(prefix, two_links);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(
      choice.problem,
      "this host has no address in 203.0.113.0/24 on interface wan1; 203.0.113.10 is on wan0: "
      "to use it, name it with `source`");
}

TEST(SourceChoice, AcceptsAServiceAddressOnALoopbackLikeDeviceForAnyInterface) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "wan1";
  for (const char* holder : {"lo", "services"}) {
    const LocalNetwork network{{local("203.0.113.1", 32, holder)},
                               {},
                               {interface(1, holder, true, true), interface(3, "wan1")}};
    const SourceChoice choice = choose_source(prefix, network);
    ASSERT_TRUE(choice.source) << holder;
    EXPECT_EQ(choice.source->interface, "wan1");
    EXPECT_EQ(choice.source->interface_index, 3U) << "a socket is bound to this one";
    EXPECT_EQ(choice.interface, holder);
  }
}

TEST(SourceChoice, UsesAConfiguredSourceOnAnotherInterface) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "wan1";
  prefix.source = make_address("203.0.113.10");
  const SourceChoice choice = choose_source(prefix, two_links);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->interface, "wan1");
  EXPECT_EQ(choice.interface, "wan0");
}

TEST(SourceChoice, DiffersAfterTheInterfaceWasRecreated) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "ppp0";
  const auto with_index = [&prefix](unsigned index) {
    const LocalNetwork network{{local("203.0.113.1", 32, "lo")},
                               {},
                               {interface(1, "lo", true, true), interface(index, "ppp0")}};
    return choose_source(prefix, network).source;
  };
  ASSERT_TRUE(with_index(7));
  EXPECT_EQ(with_index(7), with_index(7));
  EXPECT_NE(with_index(7), with_index(8));
}

TEST(SourceChoice, IsAbsentWithoutTheInterfaceOrItsCarrier) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "ppp7";
  LocalNetwork network{{local("203.0.113.1", 32, "lo")}, {}, {interface(1, "lo", true, true)}};
  EXPECT_EQ(choose_source(prefix, network).problem, "this host has no interface ppp7");
  network.interfaces.push_back(interface(9, "ppp7", false));
  const SourceChoice choice = choose_source(prefix, network);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem, "the interface ppp7 is down or has no carrier");
}

TEST(SourceChoice, FindsAnInterfaceByItsOtherNameAndBindsByItsFirst) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "wan-contoso-seattle";
  LocalNetwork network = two_links;
  network.interfaces[1].alternative_names = {"wan-contoso-seattle"};
  const SourceChoice choice = choose_source(prefix, network);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->interface, "wan0");
  EXPECT_EQ(choice.source->address, make_address("203.0.113.10"));
}

TEST(SourceChoice, UsesASourceThatARouteMakesLocal) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.source = make_address("203.0.113.5");
  LocalNetwork network{{}, {}, interfaces};
  network.local_ranges = {{*IpPrefix::parse("203.0.113.0/25"), 1, "lo", true}};
  const SourceChoice choice = choose_source(prefix, network);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("203.0.113.5"));
  EXPECT_TRUE(choice.source->by_route);
  EXPECT_EQ(choice.interface, "lo");
  prefix.source = make_address("203.0.113.205");
  EXPECT_EQ(choose_source(prefix, network).problem,
            "the source 203.0.113.205 is not an address of this host");
}

TEST(SourceChoice, ListsTheAddressesThatPrefixesNeed) {
  Config config;
  config.connections.resize(1);
  PrefixConfig prefix = registered("203.0.113.0/24");
  config.connections[0].prefixes = {prefix};
  EXPECT_EQ(network_query_for(config), (NetworkQuery{false, {}}));
  prefix.source = make_address("203.0.113.5");
  PrefixConfig automatic;
  automatic.label = "auto";
  config.connections[0].prefixes = {prefix, automatic};
  EXPECT_EQ(network_query_for(config), (NetworkQuery{true, {make_address("203.0.113.5")}}));
}

TEST(SourceChoice, SkipsAnAddressWhoseInterfaceIsDown) {
  const LocalNetwork network{
      {local("203.0.113.10", 24, "wan0", false), local("203.0.113.20", 24, "wan1")}, {}};
  const SourceChoice choice = choose_source(registered("203.0.113.0/24"), network);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("203.0.113.20"));
}

TEST(SourceChoice, ReportsThatTheOnlyAddressIsDown) {
  const LocalNetwork network{{local("203.0.113.10", 24, "wan0", false)}, {}};
  const SourceChoice choice = choose_source(registered("203.0.113.0/24"), network);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem,
            "203.0.113.10 is there, but its interface wan0 is down, or the address is not ready");
}

TEST(SourceChoice, UsesTheNetworkOfTheDefaultRouteForAuto) {
  PrefixConfig prefix;
  prefix.label = "auto";
  const SourceChoice choice = choose_source(prefix, two_links);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("198.51.100.10"));
  EXPECT_EQ(choice.network, "198.51.100.0/24");
}

TEST(SourceChoice, IsAbsentForAutoWithoutADefaultRoute) {
  PrefixConfig prefix;
  prefix.label = "auto";
  const SourceChoice choice = choose_source(prefix, LocalNetwork{two_links.addresses, {}});
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem, "this host has no default route to take its network from");
}

}  // namespace
}  // namespace peeringd

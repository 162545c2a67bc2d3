#include "connection/source_choice.hpp"

#include <gtest/gtest.h>

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

const LocalNetwork two_links{{local("203.0.113.10", 24, "wan0"), local("203.0.113.11", 24, "wan0"),
                              local("198.51.100.10", 24, "wan1")},
                             {{Family::ipv4, 3, "wan1", std::nullopt, 100}}};

TEST(SourceChoice, TakesTheFirstLocalAddressInsideThePrefix) {
  const SourceChoice choice = choose_source(registered("203.0.113.0/24"), two_links);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("203.0.113.10"));
  EXPECT_EQ(choice.interface, "wan0");
  EXPECT_FALSE(choice.outside_prefix);
}

TEST(SourceChoice, CarriesWhatTheTrafficIsToBeMarkedWith) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "wan0";
  prefix.mark = 0x10;
  prefix.dscp = 46;
  const SourceChoice choice = choose_source(prefix, two_links);
  EXPECT_EQ(choice.source, (Source{make_address("203.0.113.10"), "wan0", 0x10, 46, 2}));
}

TEST(SourceChoice, NeverTakesAnAddressOfAnotherPrefix) {
  const SourceChoice choice = choose_source(registered("192.0.2.0/24"), two_links);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem, "this host has no address in 192.0.2.0/24");
}

TEST(SourceChoice, TakesTheConfiguredSourceEvenOutsideThePrefix) {
  PrefixConfig prefix = registered("192.0.2.0/24");
  prefix.source = make_address("198.51.100.10");
  const SourceChoice choice = choose_source(prefix, two_links);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("198.51.100.10"));
  EXPECT_TRUE(choice.outside_prefix);
}

TEST(SourceChoice, HasNoneWhileTheConfiguredSourceIsNotLocal) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.source = make_address("203.0.113.99");
  const SourceChoice choice = choose_source(prefix, two_links);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem, "the source 203.0.113.99 is not an address of this host");
}

TEST(SourceChoice, LooksOnTheConfiguredInterfaceOnly) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "wan1";
  const SourceChoice choice = choose_source(prefix, two_links);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem, "this host has no address in 203.0.113.0/24 on interface wan1");
}

TEST(SourceChoice, AcceptsAServiceAddressOnLoopbackForAnyInterface) {
  PrefixConfig prefix = registered("203.0.113.0/24");
  prefix.interface = "wan1";
  const LocalNetwork network{{local("203.0.113.1", 32, "lo")}, {}};
  EXPECT_TRUE(choose_source(prefix, network).source);
}

TEST(SourceChoice, PassesOverAnAddressWhoseInterfaceIsDown) {
  const LocalNetwork network{
      {local("203.0.113.10", 24, "wan0", false), local("203.0.113.20", 24, "wan1")}, {}};
  const SourceChoice choice = choose_source(registered("203.0.113.0/24"), network);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("203.0.113.20"));
}

TEST(SourceChoice, SaysWhenTheOnlyAddressIsDown) {
  const LocalNetwork network{{local("203.0.113.10", 24, "wan0", false)}, {}};
  const SourceChoice choice = choose_source(registered("203.0.113.0/24"), network);
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem,
            "203.0.113.10 is there, but its interface wan0 is down, or the address is not ready");
}

TEST(SourceChoice, TakesTheNetworkOfTheDefaultRouteForAuto) {
  PrefixConfig prefix;
  prefix.label = "auto";
  const SourceChoice choice = choose_source(prefix, two_links);
  ASSERT_TRUE(choice.source);
  EXPECT_EQ(choice.source->address, make_address("198.51.100.10"));
  EXPECT_EQ(choice.network, "198.51.100.0/24");
}

TEST(SourceChoice, HasNoneForAutoWithoutADefaultRoute) {
  PrefixConfig prefix;
  prefix.label = "auto";
  const SourceChoice choice = choose_source(prefix, LocalNetwork{two_links.addresses, {}});
  EXPECT_FALSE(choice.source);
  EXPECT_EQ(choice.problem, "this host has no default route to take its network from");
}

}  // namespace
}  // namespace peeringd

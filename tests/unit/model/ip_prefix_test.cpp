#include "model/ip_prefix.hpp"

#include <gtest/gtest.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using test::address;

IpPrefix prefix(const char* text) {
  return IpPrefix::parse(text).value();
}
std::string error_of(const char* text) {
  const auto result = IpPrefix::parse(text);
  return result ? "no error: " + result->to_string() : result.error().message;
}

TEST(IpPrefix, WritesThePrefixThatItHasRead) {
  for (const char* text : {"203.0.113.0/24", "0.0.0.0/0", "192.0.2.1/32", "10.128.0.0/9",
                           "2001:db8:b::/48", "::/0", "2001:db8::1/128", "2001:db8:0:8000::/49"}) {
    EXPECT_EQ(prefix(text).to_string(), text);
  }
}

TEST(IpPrefix, ReadsEveryNotationOfAnAddressAsTheSamePrefix) {
  EXPECT_EQ(prefix("2001:0DB8:000b:0::0/48"), prefix("2001:db8:b::/48"));
}

TEST(IpPrefix, NamesTheCanonicalFormWhenHostBitsAreSet) {
  EXPECT_EQ(error_of("203.0.113.77/24"),
            "\"203.0.113.77/24\" has host bits set; the prefix is 203.0.113.0/24");
  EXPECT_EQ(error_of("10.255.0.0/9"),
            "\"10.255.0.0/9\" has host bits set; the prefix is 10.128.0.0/9");
  EXPECT_EQ(error_of("2001:db8:b::10/48"),
            "\"2001:db8:b::10/48\" has host bits set; the prefix is 2001:db8:b::/48");
}

TEST(IpPrefix, ReadsHostBitsIfRequested) {
  EXPECT_EQ(IpPrefix::parse_with_host_bits("203.0.113.77/24").value().to_string(),
            "203.0.113.0/24");
  EXPECT_EQ(IpPrefix::parse_with_host_bits("2001:DB8:B::10/48").value().to_string(),
            "2001:db8:b::/48");
  EXPECT_FALSE(IpPrefix::parse_with_host_bits("203.0.113.77").has_value());
  EXPECT_FALSE(IpPrefix::parse_with_host_bits("203.0.113.77/33").has_value());
}

TEST(IpPrefix, RejectsTextThatIsNotAPrefix) {
  for (const char* text : {"", "/", "/24", "203.0.113/24", "203.0.113.256/24", "example.com/24",
                           " 203.0.113.0/24", "fe80::%eth0/64", "203.0.113.0\n/24"}) {
    EXPECT_FALSE(IpPrefix::parse(text)) << text;
  }
}

TEST(IpPrefix, RejectsAnInvalidLength) {
  for (const char* text : {"203.0.113.0", "203.0.113.0/", "203.0.113.0/33", "203.0.113.0/-1",
                           "203.0.113.0/24 ", "203.0.113.0/255.255.255.0", "203.0.113.0/+24",
                           "203.0.113.0/4294967320", "2001:db8::/129"}) {
    EXPECT_FALSE(IpPrefix::parse(text)) << text;
  }
}

TEST(IpPrefix, RejectsALengthWithALeadingZero) {
  EXPECT_EQ(error_of("203.0.113.0/024"),
            "\"203.0.113.0/024\" has a length with a leading zero, which some read as octal; write "
            "it without");
}

TEST(IpPrefix, IsMadeFromAnAddressAndALength) {
  EXPECT_EQ(IpPrefix(address("203.0.113.77"), 24), prefix("203.0.113.0/24"));
  EXPECT_EQ(IpPrefix(address("203.0.113.77"), 0), prefix("0.0.0.0/0"));
  EXPECT_EQ(IpPrefix(address("203.0.113.77"), 32), prefix("203.0.113.77/32"));
  EXPECT_EQ(IpPrefix(address("2001:db8:b:ffff::1"), 52), prefix("2001:db8:b:f000::/52"));
}

TEST(IpPrefix, ContainsItsFirstAndLastAddressAndNoNeighbour) {
  const IpPrefix v4 = prefix("203.0.112.0/23");
  EXPECT_TRUE(v4.contains(address("203.0.112.0")));
  EXPECT_TRUE(v4.contains(address("203.0.113.255")));
  EXPECT_FALSE(v4.contains(address("203.0.111.255")));
  EXPECT_FALSE(v4.contains(address("203.0.114.0")));
  const IpPrefix v6 = prefix("2001:db8:b::/49");
  EXPECT_TRUE(v6.contains(address("2001:db8:b:7fff:ffff:ffff:ffff:ffff")));
  EXPECT_FALSE(v6.contains(address("2001:db8:b:8000::")));
}

TEST(IpPrefix, ContainsNothingOfTheOtherFamily) {
  EXPECT_FALSE(prefix("0.0.0.0/0").contains(address("::1")));
  EXPECT_FALSE(prefix("::/0").contains(address("203.0.113.1")));
  EXPECT_FALSE(prefix("::/0").overlaps(prefix("0.0.0.0/0")));
}

TEST(IpPrefix, OverlapsPrefixesThatContainItOrLieInIt) {
  EXPECT_TRUE(prefix("203.0.112.0/23").overlaps(prefix("203.0.113.0/24")));
  EXPECT_TRUE(prefix("203.0.113.0/24").overlaps(prefix("203.0.112.0/23")));
  EXPECT_TRUE(prefix("203.0.113.0/24").overlaps(prefix("203.0.113.0/24")));
  EXPECT_FALSE(prefix("203.0.112.0/24").overlaps(prefix("203.0.113.0/24")));
}

TEST(UnusableRange, NamesRangesThatNoConnectionCanUse) {
  EXPECT_EQ(unusable_range(prefix("127.0.0.0/8")), "loopback");
  EXPECT_EQ(unusable_range(prefix("127.1.0.0/16")), "loopback");
  EXPECT_EQ(unusable_range(prefix("169.254.7.0/24")), "link-local");
  EXPECT_EQ(unusable_range(prefix("239.0.0.0/8")), "multicast");
  EXPECT_EQ(unusable_range(prefix("255.255.255.255/32")), "broadcast");
  EXPECT_EQ(unusable_range(prefix("0.0.0.0/8")), "unspecified");
  EXPECT_EQ(unusable_range(prefix("::1/128")), "loopback");
  EXPECT_EQ(unusable_range(prefix("fe80::/64")), "link-local");
  EXPECT_EQ(unusable_range(prefix("ff0e::/16")), "multicast");
  EXPECT_EQ(unusable_range(prefix("::ffff:203.0.113.0/120")), "IPv4-mapped");
}

TEST(UnusableRange, IsNamedIfThePrefixContainsIt) {
  EXPECT_EQ(unusable_range_in(prefix("0.0.0.0/1")), "127.0.0.0/8 (loopback)");
  EXPECT_EQ(unusable_range_in(prefix("169.0.0.0/8")), "169.254.0.0/16 (link-local)");
  EXPECT_EQ(unusable_range_in(prefix("192.0.0.0/2")), "224.0.0.0/4 (multicast)");
  EXPECT_EQ(unusable_range_in(prefix("240.0.0.0/4")), "255.255.255.255/32 (broadcast)");
  EXPECT_EQ(unusable_range_in(prefix("::/1")), "::/127 (loopback)");
  EXPECT_EQ(unusable_range_in(prefix("fe80::/9")), "fe80::/10 (link-local)");
  for (const char* text : {"203.0.113.0/24", "64.0.0.0/3", "2000::/3", "fc00::/7"}) {
    EXPECT_EQ(unusable_range_in(prefix(text)), "") << text;
  }
}

TEST(UnusableRange, ChecksTheIpv4AddressInAMappedAddress) {
  EXPECT_EQ(unusable_range(address("0.0.0.0")), "unspecified");
  EXPECT_EQ(unusable_range(address("::")), "unspecified");
  EXPECT_EQ(unusable_range(address("::1")), "loopback");
  EXPECT_EQ(unusable_range(address("::ffff:127.0.0.1")), "loopback");
  EXPECT_EQ(unusable_range(address("::ffff:169.254.1.1")), "link-local");
  EXPECT_EQ(unusable_range(address("::ffff:203.0.113.1")), "");
  EXPECT_EQ(unusable_range(address("203.0.113.1")), "");
  EXPECT_EQ(unusable_range(address("fe80::1%1")), "link-local");
}

TEST(UnusableRange, IsAbsentForEveryOtherPrefix) {
  for (const char* text : {"203.0.113.0/24", "126.0.0.0/8", "128.0.0.0/8", "169.253.0.0/16",
                           "223.0.0.0/8", "2001:db8::/32", "fc00::/7"}) {
    EXPECT_EQ(unusable_range(prefix(text)), "") << text;
  }
}

TEST(PrivateRange, NamesTheRfc) {
  EXPECT_EQ(private_range(prefix("10.1.0.0/16")), "RFC 1918");
  EXPECT_EQ(private_range(prefix("172.31.0.0/16")), "RFC 1918");
  EXPECT_EQ(private_range(prefix("192.168.0.0/16")), "RFC 1918");
  EXPECT_EQ(private_range(prefix("100.64.0.0/10")), "RFC 6598");
  EXPECT_EQ(private_range(prefix("fd12:3456::/32")), "RFC 4193");
}

TEST(PrivateRange, EndsWhereTheRfcSays) {
  for (const char* text : {"11.0.0.0/8", "172.32.0.0/16", "192.169.0.0/16", "100.128.0.0/16",
                           "100.63.0.0/16", "fe00::/16", "2001:db8::/32"}) {
    EXPECT_EQ(private_range(prefix(text)), "") << text;
  }
}

TEST(Unmapped, ReturnsTheIpv4AddressInAMappedAddress) {
  using boost::asio::ip::make_address;
  EXPECT_EQ(unmapped(make_address("::ffff:203.0.113.10")), make_address("203.0.113.10"));
  for (const char* other :
       {"203.0.113.10", "2001:db8::10", "::203.0.113.10", "64:ff9b::cb00:710a"}) {
    EXPECT_EQ(unmapped(make_address(other)), make_address(other));
  }
}

}  // namespace
}  // namespace peeringd

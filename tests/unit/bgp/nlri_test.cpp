#include "bgp/nlri.hpp"

#include <gtest/gtest.h>

#include "bgp/prefix_filter.hpp"
#include "message_builder.hpp"

namespace peeringd {
namespace {

std::string read_one(const std::string& hex, Family family, bool with_path_id = false) {
  const Bytes bytes = from_hex(hex);
  ByteReader reader(bytes);
  const auto prefix = read_nlri(reader, family, with_path_id);
  EXPECT_EQ(prefix.has_value(), reader.ok());
  if (!prefix) return "malformed";
  std::string text = to_ip_prefix(*prefix).to_string();
  if (prefix->path_id != 0) text += " id " + std::to_string(prefix->path_id);
  return text;
}

TEST(Nlri, UsesAsManyBytesAsThePrefixNeeds) {
  EXPECT_EQ(read_one("18 cb0071", Family::ipv4), "203.0.113.0/24");
  EXPECT_EQ(read_one("00", Family::ipv4), "0.0.0.0/0");
  EXPECT_EQ(read_one("20 cb007107", Family::ipv4), "203.0.113.7/32");
  EXPECT_EQ(read_one("30 20010db8000a", Family::ipv6), "2001:db8:a::/48");
  EXPECT_EQ(read_one("00000007 18 cb0071", Family::ipv4, true), "203.0.113.0/24 id 7");
}

TEST(Nlri, ClearsHostBits) {
  EXPECT_EQ(read_one("19 cb0071ff", Family::ipv4), "203.0.113.128/25");
  EXPECT_EQ(read_one("04 ff", Family::ipv4), "240.0.0.0/4");
}

TEST(Nlri, IsMalformedIfTooLongOrTooShort) {
  EXPECT_EQ(read_one("21 cb00710000", Family::ipv4), "malformed");
  EXPECT_EQ(read_one("81" + std::string(34, '0'), Family::ipv6), "malformed");
  EXPECT_EQ(read_one("18 cb00", Family::ipv4), "malformed");
  EXPECT_EQ(read_one("18 cb0071", Family::ipv4, true), "malformed");
}

TEST(PrefixFilter, ContainsPrefixesAndTheirMoreSpecificsButNotTheCoveringOnes) {
  const std::vector<IpPrefix> prefixes{*IpPrefix::parse("203.0.113.0/24"),
                                       *IpPrefix::parse("198.51.100.0/25"),
                                       *IpPrefix::parse("2001:db8:a::/48")};
  const PrefixFilter filter(prefixes);
  const auto contains = [&filter](std::string_view text) {
    return filter.contains(to_wire_prefix(*IpPrefix::parse(text)));
  };
  EXPECT_TRUE(contains("203.0.113.0/24"));
  EXPECT_TRUE(contains("203.0.113.255/32"));
  EXPECT_TRUE(contains("2001:db8:a:ffff::/64"));
  EXPECT_FALSE(contains("203.0.112.0/23"));
  EXPECT_FALSE(contains("203.0.114.0/24"));
  EXPECT_FALSE(contains("198.51.100.0/24"));
  EXPECT_FALSE(contains("198.51.100.128/25"));
  EXPECT_FALSE(contains("0.0.0.0/0"));
  EXPECT_FALSE(contains("::/0"));
  EXPECT_FALSE(PrefixFilter().contains(WirePrefix{}));
}

TEST(PrefixFilter, AcceptsOverlappingPrefixes) {
  const std::vector<IpPrefix> prefixes{*IpPrefix::parse("203.0.113.0/25"),
                                       *IpPrefix::parse("203.0.113.0/24")};
  const PrefixFilter filter(prefixes);
  EXPECT_TRUE(filter.contains(to_wire_prefix(*IpPrefix::parse("203.0.113.128/25"))));
}

}  // namespace
}  // namespace peeringd

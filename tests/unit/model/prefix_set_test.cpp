#include "model/prefix_set.hpp"

#include <gtest/gtest.h>

#include "support/addresses.hpp"

namespace peeringd::test {
namespace {

PrefixSet set_of(std::initializer_list<const char*> texts) {
  std::vector<IpPrefix> prefixes;
  for (const char* text : texts) prefixes.push_back(*IpPrefix::parse(text));
  return PrefixSet(std::move(prefixes));
}

bool overlaps(const PrefixSet& set, const char* text) {
  return set.overlaps(*IpPrefix::parse(text));
}

TEST(PrefixSet, FindsCoveringEqualAndMoreSpecificPrefixes) {
  const PrefixSet set = set_of({"203.0.113.0/24", "198.51.100.0/25", "2001:db8:a::/48"});
  EXPECT_TRUE(overlaps(set, "203.0.113.0/24"));
  EXPECT_TRUE(overlaps(set, "203.0.113.128/25"));
  EXPECT_TRUE(overlaps(set, "203.0.0.0/16"));
  EXPECT_TRUE(overlaps(set, "0.0.0.0/0"));
  EXPECT_TRUE(overlaps(set, "198.51.100.0/24"));
  EXPECT_TRUE(overlaps(set, "2001:db8::/32"));
  EXPECT_TRUE(overlaps(set, "2001:db8:a::1/128"));
}

TEST(PrefixSet, IgnoresNeighboursAndTheOtherFamily) {
  const PrefixSet set = set_of({"203.0.113.0/24", "198.51.100.0/25"});
  EXPECT_FALSE(overlaps(set, "203.0.112.0/24"));
  EXPECT_FALSE(overlaps(set, "203.0.114.0/24"));
  EXPECT_FALSE(overlaps(set, "198.51.100.128/25"));
  EXPECT_FALSE(overlaps(set, "0.0.0.0/8"));
  EXPECT_FALSE(overlaps(set, "::/0"));
  EXPECT_FALSE(overlaps(PrefixSet(), "0.0.0.0/0"));
}

TEST(PrefixSet, FindsAPrefixAfterAMoreSpecificMember) {
  // 10.0.0.0/24 lies within 10.0.0.0/8; a search by network alone would stop at it.
  const PrefixSet set = set_of({"10.0.0.0/24", "10.0.0.0/8", "10.200.0.0/16"});
  EXPECT_EQ(set, set_of({"10.0.0.0/8"}));
  EXPECT_TRUE(overlaps(set, "10.99.0.0/16"));
}

}  // namespace
}  // namespace peeringd::test

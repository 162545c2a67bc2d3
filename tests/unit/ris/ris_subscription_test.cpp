#include "ris/ris_subscription.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace peeringd::test {
namespace {

namespace json = boost::json;

std::vector<IpPrefix> many_prefixes(unsigned count) {
  std::vector<IpPrefix> prefixes;
  for (unsigned i = 0; i < count; ++i) {
    prefixes.emplace_back(boost::asio::ip::make_address_v4(0x0a000000 + (i << 8)), 24);
  }
  return prefixes;
}

TEST(RisSubscription, SubscribesToPrefixesWithTheirMoreSpecifics) {
  const std::vector<IpPrefix> prefixes{*IpPrefix::parse("203.0.113.0/24"),
                                       *IpPrefix::parse("2001:db8::/32")};
  const auto texts = ris_subscriptions(prefixes, true);
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(json::parse(texts[0]), json::parse(R"({"type": "ris_subscribe", "data": {
      "type": "UPDATE", "prefix": ["203.0.113.0/24", "2001:db8::/32"],
      "moreSpecific": true, "lessSpecific": false,
      "socketOptions": {"includeRaw": false, "acknowledge": true}}})"));
}

TEST(RisSubscription, SplitsManyPrefixes) {
  const auto texts = ris_subscriptions(many_prefixes(4001), true);
  ASSERT_EQ(texts.size(), 3U);
  EXPECT_GT(texts[0].size(), 16'384U);
  std::size_t count = 0;
  for (const std::string& text : texts) {
    count += json::parse(text).at("data").at("prefix").as_array().size();
  }
  EXPECT_EQ(count, 4001U);
}

TEST(RisSubscription, IsEmptyWithoutPrefixes) {
  EXPECT_TRUE(ris_subscriptions({}, true).empty());
}

TEST(RisSubscription, WritesPingsAsJson) {
  EXPECT_EQ(json::parse(ris_ping()).at("type"), "ping");
  EXPECT_EQ(json::parse(ris_peer_state_subscription()).at("data").at("type"), "RIS_PEER_STATE");
}

TEST(RisSubscription, HasBeaconsOfBothFamilies) {
  bool families[2] = {false, false};
  for (const IpPrefix& beacon : ris_beacons()) families[static_cast<int>(beacon.family())] = true;
  EXPECT_TRUE(families[0] && families[1]);
}

TEST(RisSubscription, SubtractsPrefixesInAnyOrder) {
  const IpPrefix a = *IpPrefix::parse("203.0.113.0/24");
  const IpPrefix b = *IpPrefix::parse("203.0.113.0/25");
  const IpPrefix c = *IpPrefix::parse("2001:db8:a::/48");
  EXPECT_EQ(difference({c, a, b}, {b, c}), std::vector<IpPrefix>{a});
  EXPECT_EQ(difference({c, a}, {b}), (std::vector<IpPrefix>{c, a}));
}

}  // namespace
}  // namespace peeringd::test

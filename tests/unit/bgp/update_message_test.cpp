#include "bgp/update_message.hpp"

#include <gmock/gmock.h>

#include "message_builder.hpp"
#include "recorded_stream.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Bytes ours = from_hex("18 cb0071");             // 203.0.113.0/24
const Bytes other = from_hex("18 c63364");            // 198.51.100.0/24
const Bytes ours_ipv6 = from_hex("30 20010db8000a");  // 2001:db8:a::/48

UpdateReading read(const Bytes& message, UpdateOptions options = {}) {
  const std::vector<IpPrefix> prefixes{*IpPrefix::parse("203.0.113.0/24"),
                                       *IpPrefix::parse("2001:db8:a::/48")};
  return read_update(message, options, PrefixFilter(prefixes));
}

std::vector<std::string> lines(const UpdateReading& reading) {
  std::vector<std::string> lines;
  for (const UpdateRoute& route : reading.routes) {
    lines.push_back(
        to_line(RouteObservation{{}, 0, route.network, route.path_id, route.what}).substr(12));
  }
  return lines;
}

Bytes mp_reach(const Bytes& next_hop, const Bytes& prefixes, const Bytes& family = {0, 2, 1}) {
  return attribute(
      14, joined({family, {static_cast<std::uint8_t>(next_hop.size())}, next_hop, {0}, prefixes}));
}

TEST(UpdateMessage, AnnouncesAndWithdrawsPrefixesOfTheFilterOnly) {
  const auto reading = read(
      update(joined({ours, other}), attributes_of_path({64501, 64496}), joined({other, ours})));
  EXPECT_THAT(lines(reading),
              ElementsAre("203.0.113.0/24 withdrawn", "203.0.113.0/24 64501 64496 origin 64496"));
  EXPECT_EQ(reading.prefixes, 4U);
  EXPECT_FALSE(reading.malformed);
}

TEST(UpdateMessage, ReadsIpv6WithANextHopOfAnyLength) {
  for (const std::size_t size : {4, 16, 32}) {
    const Bytes attributes = joined({attribute(1, {0}), attribute(2, from_hex("0201 0000fbf0")),
                                     mp_reach(Bytes(size, 1), ours_ipv6)});
    EXPECT_THAT(lines(read(update({}, attributes, {}))),
                ElementsAre("2001:db8:a::/48 64496 origin 64496"));
  }
}

TEST(UpdateMessage, ReadsIpv4WithAnIpv6NextHop) {
  const Bytes attributes =
      joined({attributes_of_path({64496}), mp_reach(Bytes(16, 1), ours, {0, 1, 1})});
  EXPECT_THAT(lines(read(update({}, attributes, {}))),
              ElementsAre("203.0.113.0/24 64496 origin 64496"));
}

TEST(UpdateMessage, SkipsOtherFamilies) {
  const Bytes attributes = joined({attributes_of_path({64496}), mp_reach({}, ours, {0, 1, 128}),
                                   attribute(15, from_hex("0019 46 ffff"))});
  const auto reading = read(update({}, attributes, {}));
  EXPECT_THAT(reading.routes, IsEmpty());
  EXPECT_FALSE(reading.malformed);
}

TEST(UpdateMessage, ReadsAnEmptyUpdateAsEndOfRib) {
  EXPECT_EQ(read(update({}, {}, {})).end_of_rib, Family::ipv4);
  EXPECT_EQ(read(update({}, attribute(15, {0, 2, 1}), {})).end_of_rib, Family::ipv6);
  EXPECT_EQ(read(update({}, attribute(15, joined({{0, 2, 1}, ours_ipv6})), {})).end_of_rib,
            std::nullopt);
}

TEST(UpdateMessage, ReadsNegotiatedPathIds) {
  UpdateOptions options;
  options.path_ids = {true, false};
  const auto reading =
      read(update({}, attributes_of_path({64496}), joined({u32(1), ours, u32(2), ours})), options);
  EXPECT_THAT(lines(reading), ElementsAre("203.0.113.0/24 id 1 64496 origin 64496",
                                          "203.0.113.0/24 id 2 64496 origin 64496"));
}

TEST(UpdateMessage, ReadsTwoByteAsPathsAndAs4Path) {
  UpdateOptions options;
  options.attributes.two_byte_as = true;
  const Bytes attributes =
      joined({attribute(1, {0}), attribute(2, from_hex("0202 fbf5 5ba0")),
              attribute(3, {10, 0, 0, 11}), attribute(17, from_hex("0201 00011170"))});
  EXPECT_THAT(lines(read(update({}, attributes, ours), options)),
              ElementsAre("203.0.113.0/24 64501 70000 origin 70000"));
  const Bytes old_aggregator = attribute(7, from_hex("fbf5 0a00000b"));
  EXPECT_THAT(lines(read(update({}, joined({attributes, old_aggregator}), ours), options)),
              ElementsAre("203.0.113.0/24 64501 23456 origin 23456"));
}

TEST(UpdateMessage, ReadsCommunitiesAndOtc) {
  const Bytes attributes = joined(
      {attributes_of_path({64496}), attribute(8, from_hex("1f8b1f47")), attribute(35, u32(64501))});
  const auto reading = read(update({}, attributes, ours));
  EXPECT_THAT(lines(reading), ElementsAre("203.0.113.0/24 64496 origin 64496 8075:8007"));
  EXPECT_EQ(std::get<BgpRoute>(reading.routes.front().what).only_to_customer, 64501U);
}

// RFC 7606: attributes that are malformed, but prefixes that can be read.
TEST(UpdateMessage, TreatsPrefixesWithMalformedAttributesAsUnknown) {
  const Bytes good = attributes_of_path({64496});
  const std::vector<std::pair<const char*, Bytes>> cases{
      {"ORIGIN missing", joined({attribute(2, from_hex("02010000fbf0")), attribute(3, u32(1))})},
      {"ORIGIN 3", joined({attribute(1, {3}), attribute(2, {}), attribute(3, u32(1))})},
      {"AS_PATH missing", joined({attribute(1, {0}), attribute(3, u32(1))})},
      {"AS_PATH empty segment",
       joined({attribute(1, {0}), attribute(2, {2, 0}), attribute(3, u32(1))})},
      {"NEXT_HOP missing", joined({attribute(1, {0}), attribute(2, {})})},
      {"NEXT_HOP of 5 bytes",
       joined({attribute(1, {0}), attribute(2, {}), attribute(3, Bytes(5, 1))})},
      {"COMMUNITIES of 6 bytes", joined({good, attribute(8, Bytes(6, 1))})},
      {"LARGE_COMMUNITY of 8 bytes", joined({good, attribute(32, Bytes(8, 1))})},
      {"OTC of 2 bytes", joined({good, attribute(35, {1, 2})})},
  };
  for (const auto& [name, attributes] : cases) {
    const auto reading = read(update({}, attributes, ours));
    EXPECT_THAT(lines(reading), ElementsAre("203.0.113.0/24 unknown")) << name;
    EXPECT_TRUE(reading.malformed) << name;
    EXPECT_FALSE(reading.unread_prefixes[0]) << name;
  }
}

TEST(UpdateMessage, IgnoresIrrelevantAttributes) {
  const Bytes good = attributes_of_path({64496});
  for (const Bytes& more : {attribute(7, {1}), attribute(6, {1, 2}), attribute(17, {9, 9}),
                            attribute(200, Bytes(300, 1)), attribute(1, {9})}) {
    EXPECT_THAT(lines(read(update({}, joined({good, more}), ours))),
                ElementsAre("203.0.113.0/24 64496 origin 64496"));
  }
}

TEST(UpdateMessage, TreatsTheReadPrefixesOfAMalformedListAsUnknown) {
  const auto reading = read(update({}, attributes_of_path({64496}), joined({ours, {33, 1}})));
  EXPECT_THAT(lines(reading), ElementsAre("203.0.113.0/24 unknown"));
  EXPECT_THAT(reading.unread_prefixes, ElementsAre(true, false));
  const auto withdrawn = read(update(joined({ours, {33, 1}}), {}, {}));
  EXPECT_THAT(lines(withdrawn), ElementsAre("203.0.113.0/24 unknown"));
}

TEST(UpdateMessage, RejectsInconsistentLengths) {
  const Bytes good = attributes_of_path({64496});
  Bytes twice = joined({good, mp_reach(Bytes(16, 1), ours_ipv6), mp_reach(Bytes(16, 1), {})});
  const std::vector<std::pair<const char*, Bytes>> cases{
      {"withdrawn too long", bgp_message(2, from_hex("0005 18cb0071"))},
      {"attributes too long", bgp_message(2, from_hex("0000 0009 400101"))},
      {"no attributes' length", bgp_message(2, from_hex("0000"))},
      {"attribute longer than the list", update({}, from_hex("40 02 ff 02"), {})},
      {"MP_REACH twice", update({}, twice, {})},
      {"MP_REACH too short", update({}, attribute(14, from_hex("0002 01 20 00")), {})},
      {"MP_UNREACH too short", update({}, attribute(15, from_hex("0002")), {})},
      {"another type", bgp_message(1, from_hex("0000 0000"))},
      {"too short", Bytes(18, 0xff)},
  };
  for (const auto& [name, message] : cases) {
    const auto reading = read(message);
    EXPECT_TRUE(reading.malformed) << name;
    EXPECT_THAT(reading.unread_prefixes, ElementsAre(true, true)) << name;
    for (const std::string& line : lines(reading)) EXPECT_TRUE(line.ends_with("unknown")) << line;
    EXPECT_EQ(reading.end_of_rib, std::nullopt) << name;
  }
}

}  // namespace
}  // namespace peeringd

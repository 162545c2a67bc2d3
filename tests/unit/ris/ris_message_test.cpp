#include "ris/ris_message.hpp"

#include <gtest/gtest.h>

#include "support/addresses.hpp"

namespace peeringd::test {
namespace {

const PrefixSet ours({*IpPrefix::parse("203.0.113.0/24"), *IpPrefix::parse("2001:db8:a::/48")});

// A ris_message whose data has these members in addition to the peer's.
std::string ris_message(const std::string& members) {
  return R"({"type": "ris_message", "data": {"timestamp": 1700000000.25, "peer": "192.0.2.7",
             "peer_asn": "64501", "id": "192.0.2.7-1", "host": "rrc00.ripe.net")" +
         (members.empty() ? "" : ", " + members) + "}}";
}

std::string update(const std::string& members) {
  return ris_message(R"("type": "UPDATE", )" + members);
}

std::string announcement(const std::string& path, const std::string& more = "") {
  return update(
      R"("path": )" + path +
      R"(, "announcements": [{"next_hop": "192.0.2.7", "prefixes": ["203.0.113.0/24"]}])" + more);
}

std::vector<RouteObservation> seen_in(const std::string& text) {
  const auto message = read_ris_message(text, ours);
  if (!message) {
    ADD_FAILURE() << message.error().message;
    return {};
  }
  const auto* data = std::get_if<RisData>(&*message);
  const auto* found = data ? std::get_if<RisUpdate>(&data->what) : nullptr;
  if (found == nullptr) {
    ADD_FAILURE() << "no UPDATE";
    return {};
  }
  return found->seen;
}

BgpRoute route_in(const std::string& text) {
  const auto seen = seen_in(text);
  if (seen.size() != 1 || !std::holds_alternative<BgpRoute>(seen[0].what)) {
    ADD_FAILURE() << "not one route";
    return {};
  }
  return std::get<BgpRoute>(seen[0].what);
}

std::string error_of(const std::string& text) {
  const auto message = read_ris_message(text, ours);
  return message ? "no error" : message.error().message;
}

TEST(RisMessage, ReadsAnAnnouncement) {
  const auto seen = seen_in(announcement("[64501, 64510, 64496]"));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].at.source, RouteSource::ris);
  EXPECT_EQ(seen[0].at.router, "rrc00");
  EXPECT_EQ(seen[0].at.peer, address("192.0.2.7"));
  EXPECT_EQ(seen[0].at.view, RouteView::pre_policy);
  EXPECT_EQ(seen[0].peer_as, 64501U);
  EXPECT_EQ(seen[0].network, *IpPrefix::parse("203.0.113.0/24"));
  const auto& route = std::get<BgpRoute>(seen[0].what);
  EXPECT_EQ(route.origin, 64496U);
  EXPECT_EQ(route.path.sequence, (std::vector<AsNumber>{64501, 64510, 64496}));
}

TEST(RisMessage, ReadsTheOriginOfAShortPath) {
  EXPECT_EQ(route_in(announcement("[64501]")).origin, 64501U);
  EXPECT_EQ(route_in(announcement("[]")).origin, 64501U);
}

TEST(RisMessage, ReadsSets) {
  const BgpRoute route = route_in(announcement("[64501, 64510, [64496, 64666]]"));
  EXPECT_FALSE(route.origin);
  EXPECT_TRUE(route.path.ends_in_set);
  EXPECT_EQ(route.path.set, (std::vector<AsNumber>{64496, 64666}));
  EXPECT_EQ(route_in(announcement("[64501, [64510], 64496]")).origin, 64496U);
}

TEST(RisMessage, ReadsWithdrawalsBeforeAnnouncements) {
  const auto seen = seen_in(update(R"("path": [64501, 64496], "withdrawals":
      ["2001:db8:a:0:0:0:0:0/48", "198.51.100.0/24"],
      "announcements": [{"prefixes": ["203.0.113.128/25", "192.0.2.0/24"]}])"));
  ASSERT_EQ(seen.size(), 2U) << "only what overlaps our prefixes";
  EXPECT_TRUE(std::holds_alternative<RouteWithdrawal>(seen[0].what));
  EXPECT_EQ(seen[0].network, *IpPrefix::parse("2001:db8:a::/48")) << "written without compression";
  EXPECT_EQ(seen[1].network, *IpPrefix::parse("203.0.113.128/25"));
}

TEST(RisMessage, ReadsAPrefixOnceForSeveralNextHops) {
  const auto seen = seen_in(update(R"("path": [64501, 64496], "announcements": [
      {"next_hop": "2001:db8::7", "prefixes": ["2001:db8:a::/48"]},
      {"next_hop": "fe80::7", "prefixes": ["2001:db8:a::/48"]}])"));
  EXPECT_EQ(seen.size(), 1U);
}

TEST(RisMessage, IgnoresEndOfRib) {
  EXPECT_TRUE(
      seen_in(update(R"("path": [], "withdrawals": ["eor"], "announcements": [])")).empty());
  EXPECT_TRUE(seen_in(update(R"("path": [], "announcements": [{"prefixes": ["eor"]}])")).empty());
}

TEST(RisMessage, ReadsAnUpdateWithoutATypeFromAnOlderServer) {
  EXPECT_EQ(seen_in(ris_message(R"("path": [64501, 64496],
      "announcements": [{"prefixes": ["203.0.113.0/24"]}])"))
                .size(),
            1U);
}

TEST(RisMessage, ReadsCommunitiesOf16Bits) {
  const BgpRoute route = route_in(announcement(
      "[64501, 64496]", R"(, "community": [[8075, 8007], [4200000000, 1], [1], "x", [1, -1]])"));
  EXPECT_EQ(route.communities, std::vector<Community>{8075U << 16 | 8007U});
}

TEST(RisMessage, TreatsARouteWithAnUnreadablePathAsUnknown) {
  std::string long_path = "[1";
  for (std::size_t i = 0; i < max_ris_path; ++i) long_path += ",1";
  for (const std::string& path :
       {std::string("[0]"), std::string("[-1]"), std::string("[4294967296]"), std::string("[1.5]"),
        std::string("[\"64496\"]"), std::string("[[]]"), std::string("[[[1]]]"),
        std::string("null"), long_path + "]"}) {
    const auto seen = seen_in(announcement(path));
    ASSERT_EQ(seen.size(), 1U) << path;
    EXPECT_TRUE(std::holds_alternative<UnreadableRoute>(seen[0].what)) << path;
  }
}

TEST(RisMessage, RefusesInvalidPrefixesAndPeers) {
  EXPECT_EQ(error_of(update(R"("withdrawals": ["203.0.113.0/33"])")),
            "an invalid prefix, or too many");
  EXPECT_EQ(error_of(update(R"("withdrawals": [7])")), "an invalid prefix, or too many");
  EXPECT_EQ(error_of(update(R"("announcements": ["203.0.113.0/24"])")),
            "an invalid prefix, or too many");
  const auto with = [](const char* host, const char* peer, const char* as) {
    return error_of(std::string(R"({"type": "ris_message", "data": {"type": "UPDATE", "host": ")") +
                    host + R"(", "peer": ")" + peer + R"(", "peer_asn": ")" + as + R"("}})");
  };
  EXPECT_EQ(with("rrc00", "192.0.2.7", "64501"), "no error");
  EXPECT_EQ(with("", "192.0.2.7", "64501"), "an invalid host");
  EXPECT_EQ(with("a\\nb", "192.0.2.7", "64501"), "an invalid host");
  EXPECT_EQ(with("rrc00", "192.0.2", "64501"), "an invalid peer");
  EXPECT_EQ(with("rrc00", "fe80::1%1", "64501"), "an invalid peer");
  EXPECT_EQ(with("rrc00", "192.0.2.7", "0"), "an invalid peer_asn");
  EXPECT_EQ(with("rrc00", "192.0.2.7", "4294967296"), "an invalid peer_asn");
}

TEST(RisMessage, LimitsThePrefixesOfAMessage) {
  std::string prefixes = R"("203.0.113.0/24")";
  for (std::size_t i = 0; i < max_ris_prefixes; ++i) prefixes += R"(,"203.0.113.1/32")";
  EXPECT_EQ(error_of(update(R"("withdrawals": [)" + prefixes + "]")),
            "an invalid prefix, or too many");
}

TEST(RisMessage, ReadsTheTimeOfTheMessage) {
  const auto sent = [](const std::string& text) {
    return std::get<RisData>(*read_ris_message(text, ours)).sent;
  };
  const auto time = sent(ris_message(""))->time_since_epoch();
  EXPECT_EQ(std::chrono::round<std::chrono::milliseconds>(time),
            std::chrono::milliseconds{1'700'000'000'250});
  const std::string begin = R"({"type": "ris_message", "data": {"timestamp": )";
  EXPECT_EQ(sent(begin + "1e300}}"), std::nullopt);
  EXPECT_EQ(sent(begin + "\"x\"}}"), std::nullopt);
  EXPECT_EQ(sent(begin + "-5}}"), std::nullopt);
}

TEST(RisMessage, TreatsTheRoutesOfAPeerAsUnknownAfterASessionChange) {
  for (const char* state : {"connected", "down"}) {
    const auto message = read_ris_message(
        ris_message(std::string(R"("type": "RIS_PEER_STATE", "state": ")") + state + "\""), ours);
    const auto& change = std::get<RisPeerState>(std::get<RisData>(*message).what).change;
    EXPECT_EQ(change.what, SessionChange::What::lost);
    EXPECT_EQ(change.at.peer, address("192.0.2.7"));
    EXPECT_EQ(change.peer_as, 64501U);
  }
}

TEST(RisMessage, SkipsOtherBgpMessages) {
  for (const char* type : {"OPEN", "KEEPALIVE", "NOTIFICATION", "NEW"}) {
    const auto message =
        read_ris_message(ris_message(std::string(R"("type": ")") + type + "\""), ours);
    EXPECT_TRUE(std::holds_alternative<RisOtherMessage>(std::get<RisData>(*message).what)) << type;
  }
}

TEST(RisMessage, ReadsTheOtherTypes) {
  const auto error =
      read_ris_message(R"({"type": "ris_error", "data": {"message": "no\nsuch prefix"}})", ours);
  EXPECT_EQ(std::get<RisError>(*error).text, "no\\nsuch prefix");
  EXPECT_TRUE(std::holds_alternative<RisPong>(*read_ris_message(R"({"type":"pong"})", ours)));
  EXPECT_TRUE(std::holds_alternative<RisIgnored>(
      *read_ris_message(R"({"type": "ris_rrc_list", "data": ["rrc00"]})", ours)));
}

TEST(RisMessage, ReadsWhichSubscriptionIsConfirmed) {
  const auto confirmed = [](const char* subscription) {
    const auto message =
        read_ris_message(std::string(R"({"type": "ris_subscribe_ok", "data": {"subscription": )") +
                             subscription + "}}",
                         ours);
    return std::get<RisSubscribed>(*message).prefixes;
  };
  const IpPrefix v4 = *IpPrefix::parse("203.0.113.0/24");
  const IpPrefix v6 = *IpPrefix::parse("2001:db8:a::/48");
  EXPECT_EQ(confirmed(R"({"prefix": "203.0.113.0/24"})"), std::vector{v4});
  EXPECT_EQ(confirmed(R"({"prefix": ["203.0.113.0/24", "2001:db8:a:0::/48"]})"),
            (std::vector{v4, v6}));
  EXPECT_TRUE(confirmed(R"({"type": "RIS_PEER_STATE"})").empty());
  EXPECT_TRUE(confirmed("null").empty());
}

TEST(RisMessage, RejectsAnythingButAMessage) {
  EXPECT_EQ(error_of("[]"), "no JSON object");
  EXPECT_EQ(error_of("{}"), "a message without a type");
  EXPECT_NE(error_of("{").find("no JSON: "), std::string::npos);
  EXPECT_NE(error_of(R"({"type":"pong"} x)").find("no JSON: "), std::string::npos);
  EXPECT_EQ(error_of(std::string(max_ris_message_size + 1, ' ')), "a message above 1 MiB");
  const std::string deep(max_ris_depth + 1, '[');
  EXPECT_NE(error_of(deep).find("no JSON: "), std::string::npos);
}

TEST(RisMessage, ReadsAHugeMessageWithinTheLimits) {
  std::string numbers = "[1";
  while (numbers.size() < max_ris_message_size - 300) numbers += ",1";
  const auto seen = seen_in(announcement(numbers + "]"));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<UnreadableRoute>(seen[0].what));
}

}  // namespace
}  // namespace peeringd::test

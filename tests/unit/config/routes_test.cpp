// Sources of routes, and rules for the routes of prefixes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/route_rules.hpp"
#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* two_routers =
    "routes: {bmp: {listen: [\"127.0.0.1:11019\"], routers: [{name: edge-1, address: 192.0.2.1},"
    " {name: edge-2, address: 192.0.2.2, view: post-policy}]}}";

/// The sources stand in line 1, `rules` of the only connection in line 4, its prefixes in line 5.
std::string with_routes(const std::string& rules, const std::string& prefixes = "203.0.113.0/24",
                        const std::string& sources = two_routers) {
  return sources +
         "\n"
         "endpoints: [{name: teams, host: teams.microsoft.com}]\n"
         "connections: [{name: a, partner: P, location: {country: DE},\n" +
         rules + (rules.empty() ? "\n" : ",\n") + "prefixes: [" + prefixes + "]}]\n";
}

Config config_of(const std::string& text) {
  const test::WrittenFiles files;
  files.write(text);
  return load_config(files.path()).config;
}

std::vector<std::string> messages(const std::string& text) {
  return test::WrittenFiles().messages_for(text);
}

std::vector<std::string> messages_of_rules(const std::string& rules) {
  return messages(with_routes(rules));
}

TEST(Routes, AreOffByDefault) {
  const Config config = config_of(with_routes("", "203.0.113.0/24", ""));
  EXPECT_TRUE(config.routes.off());
  EXPECT_TRUE(config.connections[0].prefixes[0].routes.off());
}

TEST(Routes, ReadRoutersWithTheirViews) {
  const Config config = config_of(with_routes(""));
  ASSERT_TRUE(config.routes.bmp);
  EXPECT_EQ(config.routes.bmp->listen[0].port, 11019);
  EXPECT_EQ(config.routes.bmp->routers[0].view, RouteView::pre_policy);
  EXPECT_EQ(
      config.routes.bmp->routers[1],
      (BmpRouter{"edge-2", boost::asio::ip::make_address("192.0.2.2"), RouteView::post_policy}));
}

TEST(Routes, AreOverriddenKeyByKeyByAPrefix) {
  const Config config = config_of(with_routes(
      "routes: {origin: [64496, AS64497], upstreams: 64501, more_specifics: [203.0.113.128/25],"
      " community: \"8075:8007\", sessions: [{router: edge-1, peer: 192.0.2.11, shows: announced},"
      " {router: edge-1, shows: local}, {router: edge-2, peer: \"2001:db8::1\", role: backup,"
      " shows: received}]}",
      "203.0.113.0/24, {prefix: 198.51.100.0/24, routes: {origin: 64500, upstreams: off}}"));
  const RouteRules& first = config.connections[0].prefixes[0].routes;
  EXPECT_THAT(first.origins, ElementsAre(64496, 64497));
  EXPECT_THAT(first.upstreams, ElementsAre(64501));
  EXPECT_EQ(first.more_specifics.size(), 1U);
  EXPECT_EQ(first.community, 8075U << 16 | 8007U);
  ASSERT_EQ(first.sessions.size(), 3U);
  EXPECT_EQ(first.sessions[1].peer, std::nullopt);
  EXPECT_EQ(first.sessions[2].role, SessionRole::backup);
  const RouteRules& second = config.connections[0].prefixes[1].routes;
  EXPECT_THAT(second.origins, ElementsAre(64500));
  EXPECT_THAT(second.upstreams, IsEmpty());
  EXPECT_THAT(second.more_specifics, IsEmpty()) << "that address is inside the other prefix";
  EXPECT_EQ(second.sessions, first.sessions);
}

TEST(Routes, RequireAnOrigin) {
  EXPECT_THAT(messages_of_rules("routes: {sessions: [{router: edge-1, peer: 192.0.2.11}]}"),
              ElementsAre("c.yaml:4:9: connections[0].routes.origin: is missing; give the AS that "
                          "may originate the prefixes"));
}

TEST(Routes, RejectUnknownRouters) {
  EXPECT_THAT(
      messages_of_rules("routes: {origin: 64496, sessions: [{router: edge1, peer: 192.0.2.11}]}"),
      ElementsAre("c.yaml:4:45: connections[0].routes.sessions[0].router: no router is named "
                  "\"edge1\"; did you mean \"edge-1\"?"));
}

TEST(Routes, RejectDuplicateTables) {
  EXPECT_THAT(
      messages_of_rules("routes: {origin: 64496, sessions: [{router: edge-1, peer: 192.0.2.11},"
                        " {router: edge-1, peer: 192.0.2.11, shows: received},"
                        " {router: edge-1, peer: 192.0.2.11, shows: announced}]}"),
      ElementsAre("c.yaml:4:72: connections[0].routes.sessions[1]: is the same table as "
                  "another session here"));
}

TEST(Routes, RejectAPeerForTheLocRib) {
  EXPECT_THAT(
      messages_of_rules(
          "routes: {origin: 64496, sessions: [{router: edge-1, peer: 192.0.2.11, shows: local},"
          " {router: edge-1, shows: received}]}"),
      ElementsAre("c.yaml:4:59: connections[0].routes.sessions[0].peer: does not go with local, "
                  "which is the router's own table",
                  "c.yaml:4:86: connections[0].routes.sessions[1].peer: is missing; give the "
                  "peer's address"));
}

TEST(Routes, RejectMoreSpecificsOfOtherPrefixes) {
  EXPECT_THAT(
      messages_of_rules("routes: {origin: 64496, more_specifics: [198.51.100.0/25],"
                        " sessions: [{router: edge-1, peer: 192.0.2.11}]}"),
      ElementsAre("c.yaml:4:9: connections[0].routes: 198.51.100.0/25 is not a more-specific "
                  "of a prefix here"));
}

TEST(Routes, RejectRulesForAnAutoPrefix) {
  EXPECT_THAT(
      messages(with_routes(
          "routes: {origin: 64496, sessions: [{router: edge-1, peer: 192.0.2.11}]}", "auto")),
      ElementsAre("c.yaml:5:12: connections[0].prefixes[0]: auto does not go with routes; "
                  "write the prefix"));
}

TEST(Routes, RejectRoutersWithEqualNamesOrAddresses) {
  EXPECT_THAT(
      messages(with_routes("", "203.0.113.0/24",
                           "routes: {bmp: {listen: [\"127.0.0.1:11019\"], routers: [{name: a,"
                           " address: 192.0.2.1}, {name: a, address: \"::ffff:192.0.2.1\"}]}}")),
      ElementsAre("c.yaml:1:93: routes.bmp.routers[1].name: another router has the name \"a\", at "
                  "c.yaml:1:62",
                  "c.yaml:1:105: routes.bmp.routers[1].address: another router has 192.0.2.1, at "
                  "c.yaml:1:74"));
}

TEST(Routes, WarnOfRulesWithoutASource) {
  const test::WrittenFiles files;
  files.write(with_routes("routes: {origin: 64496, community: \"8075:8007\"}"));
  const auto warnings = load_config(files.path()).warnings;
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].message, "no session shows these routes; nothing is compared with them");
}

// The session with the error may be the missing one.
TEST(Routes, DoNotWarnOfMissingSessionsWhileTheirsHaveErrors) {
  EXPECT_THAT(messages_of_rules("routes: {origin: 64496, community: \"8075:8007\", sessions: "
                                "[{router: edge-1, peer: 192.0.2.11, shows: anounced}]}"),
              ElementsAre("c.yaml:4:102: connections[0].routes.sessions[0].shows: \"anounced\" is "
                          "not a valid word here; did you mean \"announced\"?"));
  EXPECT_THAT(messages_of_rules("routes: {origin: 64496, sessions: edge-1}"),
              ElementsAre(testing::HasSubstr("c.yaml:4:35: connections[0].routes.sessions: ")));
}

// The prefix with the error may be the one that it is a part of.
TEST(Routes, DoNotMissThePrefixOfAMoreSpecificWhileThatHasAnError) {
  EXPECT_THAT(messages(with_routes("routes: {origin: 64496, more_specifics: [203.0.113.0/25],"
                                   " sessions: [{router: edge-1, peer: 192.0.2.11}]}",
                                   "203.0.113.0/2x")),
              ElementsAre(testing::HasSubstr("connections[0].prefixes[0]: ")));
}

TEST(Routes, AcceptRisAsTheOnlySource) {
  const test::WrittenFiles files;
  files.write(
      with_routes("routes: {origin: 64496}", "203.0.113.0/24", "routes: {ris: {client: noc}}"));
  EXPECT_TRUE(load_config(files.path()).warnings.empty());
}

TEST(Routes, WarnIfRpkiIsTheOnlySource) {
  const test::WrittenFiles files;
  files.write(with_routes("routes: {origin: 64496}", "203.0.113.0/24",
                          "routes: {rpki: [\"127.0.0.1:8282\"]}"));
  const auto warnings = load_config(files.path()).warnings;
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].message,
            "no session shows these routes (routes.rpki says who may originate a route, and shows "
            "none); nothing is compared with them");
}

TEST(Routes, WarnOfSourcesThatNoPrefixUses) {
  const test::WrittenFiles files;
  files.write(with_routes(""));
  const auto warnings = load_config(files.path()).warnings;
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].message,
            "no connection has routes with an origin, so these sources are not used");
}

TEST(AsNumber, RejectsReservedAndInvalidNumbers) {
  EXPECT_EQ(*parse_as_number("64496"), 64496U);
  EXPECT_EQ(*parse_as_number("AS4200000000"), 4200000000U);
  for (const char* const text :
       {"0", "23456", "65535", "4294967295", "4294967296", "AS", "-1", "64496.1", ""}) {
    EXPECT_FALSE(parse_as_number(text)) << text;
  }
}

TEST(CommunityText, RequiresTwoNumbersOf16Bits) {
  EXPECT_EQ(*parse_community("8075:8007"), 8075U << 16 | 8007U);
  for (const char* const text : {"8075", "8075:", ":1", "65536:1", "1:65536", "a:b", "1:2:3"}) {
    EXPECT_FALSE(parse_community(text)) << text;
  }
}

}  // namespace
}  // namespace peeringd

#include "connection/selection.hpp"

#include <gmock/gmock.h>

#include "support/test_config.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Two connections, each with a prefix of both families; the second also has `auto`.
Config two_connections() {
  ConnectionConfig seattle = test::connection(
      "seattle", {test::prefix("203.0.113.0/24"), test::prefix("2001:db8:a::/48")});
  ConnectionConfig portland =
      test::connection("portland", {test::prefix("198.51.100.0/24"), test::automatic_prefix()});
  seattle.endpoints = portland.endpoints = {0, 1};
  return test::config({test::endpoint("teams", "teams.example", {test::tcp_probe(443)}),
                       test::endpoint("exchange", "exchange.example", {test::tcp_probe(443)})},
                      {seattle, portland});
}

// `connection prefix endpoint` of all remaining targets.
std::vector<std::string> left_by(const Selection& selection) {
  std::vector<std::string> left;
  const Config config = select(two_connections(), selection).value();
  for (const ConnectionConfig& connection : config.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) {
      for (const std::size_t index : connection.endpoints) {
        left.push_back(connection.name + " " + prefix.label + " " + config.endpoints[index].name);
      }
    }
  }
  return left;
}

std::string error_of(const Selection& selection) {
  const auto selected = select(two_connections(), selection);
  return selected ? "" : selected.error().message;
}

TEST(Selection, KeepsEverythingWhenNothingIsNamed) {
  EXPECT_EQ(left_by({}).size(), 8U);
}

TEST(Selection, KeepsOnlyWhatIsNamed) {
  EXPECT_THAT(left_by({{"seattle"}, {}, {"teams"}}),
              ElementsAre("seattle 203.0.113.0/24 teams", "seattle 2001:db8:a::/48 teams"));
  EXPECT_THAT(left_by({{}, {"198.51.100.0/24"}, {}}),
              ElementsAre("portland 198.51.100.0/24 teams", "portland 198.51.100.0/24 exchange"));
  EXPECT_THAT(left_by({{}, {"auto"}, {"exchange"}}), ElementsAre("portland auto exchange"));
}

TEST(Selection, IsEmptyIfThePrefixIsNotOfTheConnection) {
  EXPECT_THAT(left_by({{"portland"}, {"203.0.113.0/24"}, {}}), IsEmpty());
}

TEST(Selection, FindsAPrefixInEveryNotation) {
  for (const char* written : {"203.0.113.9/24", "203.0.113.255/24"}) {
    EXPECT_THAT(left_by({{}, {written}, {"teams"}}), ElementsAre("seattle 203.0.113.0/24 teams"))
        << written;
  }
  for (const char* written :
       {"2001:DB8:A::/48", "2001:db8:a:0:0:0:0:0/48", "2001:0db8:000a::1/48"}) {
    EXPECT_THAT(left_by({{}, {written}, {"teams"}}), ElementsAre("seattle 2001:db8:a::/48 teams"))
        << written;
  }
}

TEST(Selection, DistinguishesPrefixesOfDifferentLengths) {
  for (const char* written :
       {"203.0.113.0/25", "203.0.113.0/23", "203.0.113.0", "2001:db8:a::/49"}) {
    EXPECT_NE(error_of({{}, {written}, {}}), "") << written;
  }
}

TEST(Selection, ListsTheKnownNamesForAnUnknownOne) {
  EXPECT_EQ(error_of({{"berlin"}, {}, {}}),
            "there is no connection \"berlin\"; the choices are seattle, portland");
  EXPECT_EQ(error_of({{}, {}, {"sharepoint"}}),
            "there is no endpoint \"sharepoint\"; the choices are teams, exchange");
  EXPECT_THAT(error_of({{}, {"192.0.2.0/24"}, {}}), HasSubstr("\"192.0.2.0/24\""));
  for (const char* known : {"203.0.113.0/24", "2001:db8:a::/48", "198.51.100.0/24", "auto"}) {
    EXPECT_THAT(error_of({{}, {"192.0.2.0/24"}, {}}), HasSubstr(known));
  }
}

TEST(Selection, AcceptsSeveralNames) {
  EXPECT_EQ(left_by({{"seattle", "portland"}, {}, {}}).size(), 8U);
  EXPECT_THAT(left_by({{}, {"auto", "203.0.113.0/24"}, {"teams"}}),
              ElementsAre("seattle 203.0.113.0/24 teams", "portland auto teams"));
}

TEST(Selection, AcceptsPatterns) {
  EXPECT_EQ(left_by({{"*"}, {"*"}, {"*"}}).size(), 8U);
  EXPECT_THAT(left_by({{"p*"}, {"198.*"}, {"[tu]ea?s"}}),
              ElementsAre("portland 198.51.100.0/24 teams"));
  EXPECT_EQ(error_of({{"s*", "x*"}, {}, {}}),
            "there is no connection \"x*\"; the choices are seattle, portland");
}

TEST(Selection, KeepsNoConnectionWithoutAPrefix) {
  EXPECT_EQ(select(two_connections(), {{}, {"auto"}, {}})->connections.size(), 1U);
}

}  // namespace
}  // namespace peeringd

#include "edge/pop_table.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <string>

namespace peeringd {
namespace {

using ::testing::MatchesRegex;

/// Whole degrees around a country, its islands where it has a PoP included.
struct Box {
  double south, north, west, east;

  bool contains(const Position& p) const {
    return p.latitude >= south && p.latitude <= north && p.longitude >= west && p.longitude <= east;
  }
};

// clang-format off
const std::map<std::string_view, Box> boxes{
    {"AE", {22, 27, 51, 57}},    {"AO", {-19, -4, 11, 25}},   {"AR", {-56, -21, -74, -53}},
    {"AT", {46, 50, 9, 18}},     {"AU", {-44, -10, 112, 154}}, {"BE", {49, 52, 2, 7}},
    {"BG", {41, 45, 22, 29}},    {"BH", {25, 27, 50, 51}},    {"BR", {-34, 6, -74, -34}},
    {"CA", {41, 84, -141, -52}}, {"CH", {45, 48, 5, 11}},     {"CL", {-56, -17, -76, -66}},
    {"CO", {-5, 13, -80, -66}},  {"CZ", {48, 52, 12, 19}},    {"DE", {47, 56, 5, 16}},
    {"DK", {54, 58, 8, 16}},     {"EE", {57, 60, 21, 29}},    {"EG", {22, 32, 24, 37}},
    {"ES", {35, 44, -10, 5}},    {"FI", {59, 71, 19, 32}},    {"FR", {41, 52, -6, 10}},
    {"GB", {49, 61, -9, 2}},     {"GH", {4, 12, -4, 2}},      {"GR", {34, 42, 19, 30}},
    {"HK", {22, 23, 113, 115}},  {"HR", {42, 47, 13, 20}},    {"HU", {45, 49, 16, 23}},
    {"ID", {-11, 6, 95, 141}},   {"IE", {51, 56, -11, -5}},   {"IL", {29, 34, 34, 36}},
    {"IN", {6, 36, 68, 98}},     {"IT", {35, 48, 6, 19}},     {"JO", {29, 34, 34, 40}},
    {"JP", {24, 46, 122, 146}},  {"KE", {-5, 5, 33, 42}},     {"KR", {33, 39, 124, 132}},
    {"KW", {28, 31, 46, 49}},    {"LK", {5, 10, 79, 82}},     {"LT", {53, 57, 20, 27}},
    {"LU", {49, 51, 5, 7}},      {"LV", {55, 59, 20, 29}},    {"MA", {27, 36, -14, 0}},
    {"MX", {14, 33, -118, -86}}, {"MY", {0, 8, 99, 120}},     {"NG", {4, 14, 2, 15}},
    {"NL", {50, 54, 3, 8}},      {"NO", {57, 72, 4, 32}},     {"NZ", {-48, -34, 166, 179}},
    {"OM", {16, 27, 51, 60}},    {"PE", {-19, 1, -82, -68}},  {"PH", {4, 22, 116, 127}},
    {"PL", {49, 55, 14, 25}},    {"PT", {36, 43, -10, -6}},   {"QA", {24, 27, 50, 52}},
    {"RO", {43, 49, 20, 30}},    {"RS", {42, 47, 18, 24}},    {"SA", {16, 33, 34, 56}},
    {"SE", {55, 70, 10, 25}},    {"SG", {1, 2, 103, 105}},    {"SK", {47, 50, 16, 23}},
    {"TH", {5, 21, 97, 106}},    {"TR", {35, 43, 25, 45}},    {"TW", {21, 26, 119, 123}},
    {"UA", {44, 53, 22, 41}},    {"US", {18, 72, -180, -66}}, {"UY", {-35, -30, -59, -53}},
    {"VN", {8, 24, 102, 110}},   {"ZA", {-35, -22, 16, 33}},
};
// clang-format on

std::string metro_of(std::string_view code) {
  const auto metro = find_edge_metro(code);
  return metro ? std::string(metro->metro) + ", " + std::string(metro->country) : "unknown";
}

TEST(PopTable, IsSortedWithoutACodeTwice) {
  EXPECT_EQ(
      std::ranges::adjacent_find(edge_metros(), std::ranges::greater_equal{}, &EdgeMetro::code),
      edge_metros().end());
}

TEST(PopTable, FindsEachOfItsCodes) {
  ASSERT_GE(edge_metros().size(), 150U);
  for (const EdgeMetro& metro : edge_metros()) {
    EXPECT_EQ(find_edge_metro(metro.code), metro) << metro.code;
  }
}

TEST(PopTable, HasCodesOfTwoOrThreeUpperCaseLettersAndMetrosInAscii) {
  for (const EdgeMetro& metro : edge_metros()) {
    EXPECT_THAT(std::string(metro.code), MatchesRegex("[A-Z][A-Z][A-Z]?"));
    EXPECT_THAT(std::string(metro.metro), MatchesRegex("[A-Z][A-Za-z ]+[a-z]")) << metro.code;
  }
}

TEST(PopTable, PlacesEachMetroInItsCountry) {
  for (const EdgeMetro& metro : edge_metros()) {
    const auto box = boxes.find(metro.country);
    ASSERT_NE(box, boxes.end()) << metro.code << ": no box for " << metro.country;
    EXPECT_TRUE(box->second.contains(metro.position)) << metro.code;
  }
}

TEST(PopTable, PlacesTheCodesOfAMetroTogether) {
  std::map<std::string_view, EdgeMetro> first;
  for (const EdgeMetro& metro : edge_metros()) {
    const EdgeMetro& other = first.try_emplace(metro.metro, metro).first->second;
    EXPECT_EQ(metro.country, other.country) << metro.code;
    EXPECT_EQ(metro.position, other.position) << metro.code;
  }
}

TEST(PopTable, KnowsMicrosoftsCodesOfTwoLetters) {
  EXPECT_EQ(metro_of("AM"), "Amsterdam, NL");
  EXPECT_EQ(metro_of("BL"), "Ashburn, US");
  EXPECT_EQ(metro_of("BN"), "Boydton, US");
  EXPECT_EQ(metro_of("CH"), "Chicago, US");
  EXPECT_EQ(metro_of("CO"), "Quincy, US");
  EXPECT_EQ(metro_of("DB"), "Dublin, IE");
  EXPECT_EQ(metro_of("DM"), "Des Moines, US");
  EXPECT_EQ(metro_of("HK"), "Hong Kong, HK");
  EXPECT_EQ(metro_of("SG"), "Singapore, SG");
  EXPECT_EQ(metro_of("SN"), "San Antonio, US");
}

TEST(PopTable, KnowsMicrosoftsCodesThatAreNoAirportsOfThatName) {
  EXPECT_EQ(metro_of("WST"), "Seattle, US");
  EXPECT_EQ(metro_of("STB"), "Seattle, US");
  EXPECT_EQ(metro_of("HKB"), "Hong Kong, HK");
  EXPECT_EQ(metro_of("TYA"), "Tokyo, JP");
  EXPECT_EQ(metro_of("TYB"), "Tokyo, JP");
  EXPECT_EQ(metro_of("LTS"), "London, GB");
  EXPECT_EQ(metro_of("MNZ"), "Manassas, US");
  EXPECT_EQ(metro_of("PRA"), "Saint Denis, FR");
  EXPECT_EQ(metro_of("PRG"), "Prague, CZ");
  EXPECT_EQ(metro_of("SAN"), "San Antonio, US");
  EXPECT_EQ(metro_of("MEX"), "Queretaro, MX");
  EXPECT_EQ(metro_of("ATA"), "Atlanta, US");
  EXPECT_EQ(metro_of("SLA"), "Seoul, KR");
  EXPECT_EQ(metro_of("SGE"), "Singapore, SG");
}

TEST(PopTable, KnowsOnlyWholeCodes) {
  for (const std::string_view code : {"", "A", "AMSX", "ams", "AMS ", "QZX", "ZZZ", "AAA"}) {
    EXPECT_EQ(find_edge_metro(code), std::nullopt) << code;
  }
}

}  // namespace
}  // namespace peeringd

// The build already rejects unsorted tables, and invalid codes and positions:
// src/geo/places.cpp.in.
#include "geo/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace peeringd {
namespace {

std::string metro_of(std::string_view code) {
  const auto metro = find_metro(code);
  return metro ? std::string(metro->name) + ", " + std::string(metro->country) : "unknown";
}

TEST(Metros, AreFoundByEachOfTheirCodes) {
  ASSERT_GE(metros().size(), 150U);
  for (const Metro& metro : metros()) EXPECT_EQ(find_metro(metro.code), metro) << metro.code;
}

TEST(Metros, AreFoundByWholeCodesOnly) {
  for (const std::string_view code : {"", "A", "AMSX", "ams", "AMS ", "QZX", "ZZZ", "AAA"}) {
    EXPECT_EQ(find_metro(code), std::nullopt) << code;
  }
}

TEST(Metros, FollowMicrosoftWhereIataHasAnotherCity) {
  EXPECT_EQ(metro_of("SAN"), "San Antonio, US");
  EXPECT_EQ(metro_of("MEX"), "Queretaro, MX");
  EXPECT_EQ(metro_of("PRA"), "Saint Denis, FR");
  EXPECT_EQ(metro_of("ATA"), "Atlanta, US");
}

TEST(Metros, HaveMicrosoftsCodesOfTwoLetters) {
  EXPECT_EQ(metro_of("AM"), "Amsterdam, NL");
  EXPECT_EQ(metro_of("CO"), "Quincy, US");
}

TEST(Metros, HaveOnePositionForAllTheirCodes) {
  std::map<std::string_view, Metro> first;
  for (const Metro& metro : metros()) {
    const Metro& other = first.try_emplace(metro.name, metro).first->second;
    EXPECT_EQ(metro.country, other.country) << metro.code;
    EXPECT_EQ(metro.position, other.position) << metro.code;
  }
}

TEST(Countries, HaveEachCodeOfThreeLettersOnce) {
  std::set<std::string_view> alpha3;
  for (const Country& country : countries()) {
    EXPECT_TRUE(alpha3.insert(country.alpha3).second) << country.alpha3;
  }
  EXPECT_EQ(alpha3.size(), 249U);
}

TEST(UsStates, AreThoseOfThePostalService) {
  EXPECT_EQ(us_states().size(), 56U);
  const auto dc = std::ranges::find(us_states(), "DC", &UsState::code);
  ASSERT_NE(dc, us_states().end());
  EXPECT_EQ(dc->name, "District of Columbia");
}

}  // namespace
}  // namespace peeringd

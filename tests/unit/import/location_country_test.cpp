#include "import/location_country.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using ::testing::HasSubstr;

const std::vector<AzureLocation> listed{{"United Kingdom", "London"}, {"Georgia", "Georgia"},
                                        {"Atlantis", "Central"},      {"France", "Melun"},
                                        {"Korea, South", "Seoul"},    {"Canada", "Melun"},
                                        {"United States", "Ohio"}};

std::string found(const std::map<std::string, std::string>& given, std::string_view location) {
  const auto result = LocationCountries(given, listed).find(location);
  return result ? result->country + " " + result->state : result.error().message;
}

TEST(LocationCountry, FindsTheUnitedStatesByAState) {
  EXPECT_EQ(found({}, "washington"), "US WA");
  EXPECT_EQ(found({}, "District of Columbia"), "US DC");
  EXPECT_EQ(found({}, "Georgia"), "US GA");
}

TEST(LocationCountry, PrefersTheGivenCountry) {
  EXPECT_EQ(found({{"georgia", "GE"}}, "Georgia"), "GE Georgia");
  EXPECT_EQ(found({{"LONDON", "CA"}}, "London"), "CA London");
}

TEST(LocationCountry, UsesTheLocationsOfAzure) {
  EXPECT_EQ(found({}, "lonDON"), "GB lonDON");
}

TEST(LocationCountry, KnowsTheNamesThatAzureUses) {
  EXPECT_EQ(found({}, "Seoul"), "KR Seoul");
}

TEST(LocationCountry, NeverGuesses) {
  EXPECT_THAT(found({}, "Zurich"), HasSubstr("the country of \"Zurich\" is not known; add "
                                             "--country \"Zurich=XX\""));
  EXPECT_THAT(found({}, "Melun"), HasSubstr("in \"France\" and in \"Canada\""));
  EXPECT_THAT(found({}, "Central"), HasSubstr("\"Atlantis\", which is not a name"));
  EXPECT_THAT(found({{"Central", "US"}}, "Central"), HasSubstr("is not a state"));
}

TEST(CountryOption, ReadsALocationAndACode) {
  const auto parsed = parse_country_option("Ile-de-France=fr");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->first, "Ile-de-France");
  EXPECT_EQ(parsed->second, "FR");
  for (const char* text : {"London", "=GB", "London=UK", "London=", "London=GBR"}) {
    EXPECT_FALSE(parse_country_option(text)) << text;
  }
}

}  // namespace
}  // namespace peeringd

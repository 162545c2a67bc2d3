#include "report/availability_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

ConnectionAvailability november_of(const std::string& name, Availability time) {
  const Moment from{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};
  return {name, {{from, from + std::chrono::days{30}, time}}};
}

const std::vector<ConnectionAvailability> three{
    november_of("a", {.up = 90s, .down = 10s}),
    november_of("b", {.up = 80s, .degraded = 10s, .down = 10s, .maintenance = 5s}),
    november_of("gone", {.unknown = 100s})};
const std::map<std::string, std::string> partners{{"a", "Contoso"}, {"b", "Contoso"}};

TEST(AvailabilityJson, ListsConnectionsAndPartners) {
  const auto document = boost::json::parse(availability_json(three, partners));
  const auto& connections = document.at("connections").as_array();
  ASSERT_EQ(connections.size(), 3U);
  EXPECT_EQ(connections[0].at("months").as_array()[0].at("month"), "2026-11");
  EXPECT_EQ(connections[0].at("total").at("availability"), 0.9);
  EXPECT_TRUE(connections[2].at("total").at("availability").is_null());
  EXPECT_TRUE(connections[2].at("partner").is_null());
  const auto& sums = document.at("partners").as_array();
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].at("total").at("up_seconds"), 170);
  EXPECT_EQ(sums[0].at("months").as_array()[0].at("down_seconds"), 20);
}

TEST(AvailabilityJson, WritesCsv) {
  EXPECT_THAT(availability_csv(three, partners),
              testing::HasSubstr("\nb,\"Contoso\",2026-11,0.900000,80,10,10,0,5\n"
                                 "gone,\"\",2026-11,,0,0,0,100,0\n"));
}

TEST(AvailabilityJson, RoundsDownInCsv) {
  const std::vector<ConnectionAvailability> down{november_of("a", {.up = 2'591'999s, .down = 1s}),
                                                 november_of("b", {.up = 29s, .down = 71s}),
                                                 november_of("c", {.up = 10'000'000s, .down = 1s})};
  const std::string text = availability_csv(down, partners);
  EXPECT_THAT(text, testing::HasSubstr("\na,\"Contoso\",2026-11,0.999999,"));
  EXPECT_THAT(text, testing::HasSubstr("\nb,\"Contoso\",2026-11,0.290000,"));
  EXPECT_THAT(text, testing::HasSubstr("\nc,\"\",2026-11,0.999999,"));
}

}  // namespace
}  // namespace peeringd

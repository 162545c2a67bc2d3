#include "daemon/web/calendar_handlers.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string path = "connection=a&prefix=198.18.0.0%2F24";

std::string refusal_of(const std::string& more) {
  const auto query = parse_calendar_query(path + more);
  EXPECT_FALSE(query) << more;
  return query ? "" : query.error().message;
}

TEST(CalendarQuery, AcceptsNinetyDaysOrFiveYears) {
  const auto hours = parse_calendar_query(path);
  ASSERT_TRUE(hours);
  EXPECT_EQ(hours->days, 90U);
  EXPECT_EQ(hours->stat, CalendarStat::p95);
  const auto weeks = parse_calendar_query(path + "&by=week&stat=loss");
  ASSERT_TRUE(weeks);
  EXPECT_EQ(weeks->days, 1826U);
  EXPECT_EQ(weeks->stat, CalendarStat::loss);
}

TEST(CalendarQuery, AcceptsAnOffsetInWholeHours) {
  EXPECT_EQ(parse_calendar_query(path + "&tz=%2B02:00")->zone.first, 2h);
  EXPECT_EQ(parse_calendar_query(path + "&tz=+02:00")->zone.first, 2h) << "+ is a space in a query";
  EXPECT_EQ(parse_calendar_query(path + "&tz=-11:00")->zone.first, -11h);
  EXPECT_EQ(parse_calendar_query(path + "&tz=Z")->zone.first, 0h);
  for (const char* const wrong : {"2", "+2:00", "+05:30", "+15:00", "+-2:00", "Europe/Berlin"}) {
    EXPECT_THAT(refusal_of(std::string("&tz=") + wrong), HasSubstr("whole hours")) << wrong;
  }
}

TEST(CalendarQuery, AcceptsChangesOfTheOffset) {
  const auto query = parse_calendar_query(
      path + "&tz=%2B02:00,2026-10-25T01:00:00Z,%2B01:00,2027-03-28T01:00:00Z,+02:00");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->zone.first, 2h);
  ASSERT_EQ(query->zone.changes.size(), 2U);
  EXPECT_EQ(query->zone.changes[0].at,
            Moment{std::chrono::sys_days{std::chrono::year{2026} / 10 / 25} + 1h});
  EXPECT_EQ(query->zone.changes[0].offset, 1h);
  EXPECT_EQ(query->zone.changes[1].offset, 2h);
}

TEST(CalendarQuery, RejectsChangesWithoutOrder) {
  const std::string october = ",2026-10-25T01:00:00Z,%2B01:00";
  EXPECT_THAT(refusal_of("&tz=%2B02:00,2026-10-25T01:00:00Z"), HasSubstr("pairs"));
  EXPECT_THAT(refusal_of("&tz=%2B02:00,2026-10-25T01:00:00Z,%2B01:30"), HasSubstr("pairs"));
  EXPECT_THAT(refusal_of("&tz=%2B02:00,2026-10-25T01:30:00Z,%2B01:00"), HasSubstr("full hour"));
  EXPECT_THAT(refusal_of("&tz=%2B02:00,yesterday,%2B01:00"), HasSubstr("full hour"));
  EXPECT_THAT(refusal_of("&tz=%2B02:00" + october + october), HasSubstr("order"));
  EXPECT_THAT(refusal_of("&by=week&tz=Z" + october), HasSubstr("daily records are in UTC"));
  std::string many = "&tz=Z";
  for (int i = 0; i < 17; ++i) many += fmt::format(",20{}-10-25T01:00:00Z,%2B01:00", 20 + i);
  EXPECT_THAT(refusal_of(many), HasSubstr("at most 16"));
}

TEST(CalendarQuery, RejectsInvalidParameters) {
  EXPECT_THAT(refusal_of("&days=401"), HasSubstr("days"));
  EXPECT_THAT(refusal_of("&days=0"), HasSubstr("days"));
  EXPECT_THAT(refusal_of("&by=week&days=1831"), HasSubstr("days"));
  EXPECT_THAT(refusal_of("&by=month"), HasSubstr("hour or week"));
  EXPECT_THAT(refusal_of("&stat=p99"), HasSubstr("the choices are p95, p50, loss"));
  EXPECT_THAT(refusal_of("&by=week&tz=-05:00"), HasSubstr("daily records are in UTC"));
  EXPECT_FALSE(parse_calendar_query("connection=a"));
}

}  // namespace
}  // namespace peeringd

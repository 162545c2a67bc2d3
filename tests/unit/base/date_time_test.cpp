#include "base/date_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono;
using testing::HasSubstr;

constexpr WallTime day = sys_days(2026y / November / 30);

std::string error_of(std::string_view text) {
  const auto time = parse_date_time(text);
  return time ? "no error" : time.error().message;
}

TEST(DateTime, IsReadInUtc) {
  EXPECT_EQ(parse_date_time("2026-11-30T22:00:01Z").value(), day + 22h + 1s);
  EXPECT_EQ(parse_date_time("2026-11-30t22:00:01z").value(), day + 22h + 1s);
  EXPECT_EQ(parse_date_time("2026-11-30 22:00:01Z").value(), day + 22h + 1s);
  EXPECT_EQ(parse_date_time("1970-01-01T00:00:00Z").value(), WallTime());
  EXPECT_EQ(parse_date_time("2028-02-29T00:00:00Z").value(), sys_days(2028y / February / 29));
}

TEST(DateTime, IsReadWithItsOffset) {
  EXPECT_EQ(parse_date_time("2026-11-30T22:00:00+01:00").value(), day + 21h);
  EXPECT_EQ(parse_date_time("2026-11-30T22:00:00-05:30").value(), day + 27h + 30min);
  EXPECT_EQ(parse_date_time("2026-11-30T22:00:00-00:00").value(), day + 22h);
}

TEST(DateTime, HasAFractionOfUpToNineDigits) {
  EXPECT_EQ(parse_date_time("2026-11-30T22:00:00.5Z").value(), day + 22h + 500ms);
  EXPECT_EQ(parse_date_time("2026-11-30T22:00:00.123456789Z").value(), day + 22h + 123456789ns);
  EXPECT_FALSE(parse_date_time("2026-11-30T22:00:00.1234567890Z"));
  EXPECT_FALSE(parse_date_time("2026-11-30T22:00:00.Z"));
}

TEST(DateTime, RequiresATimeZone) {
  EXPECT_THAT(error_of("2026-11-30T22:00:00"),
              HasSubstr("lacks a time zone; write 2026-11-30T22:00:00Z for UTC"));
}

TEST(DateTime, RejectsInvalidTextWithAnExample) {
  for (const char* text : {"",
                           "tomorrow",
                           "2026-11-30",
                           "2026-11-30T22:00Z",
                           "2026-11-31T22:00:00Z",
                           "2026-13-01T22:00:00Z",
                           "2026-00-01T22:00:00Z",
                           "2027-02-29T00:00:00Z",
                           "2026-11-30T24:00:00Z",
                           "2026-11-30T22:60:00Z",
                           "2026-11-30T22:00:60Z",
                           "2026-11-30T22:00:00+24:00",
                           "2026-11-30T22:00:00+01:60",
                           "2026-11-30T22:00:00+0100",
                           "2026-11-30T22:00:00Z ",
                           "2026-11-30T22:00:00ZZ",
                           " 2026-11-30T22:00:00Z",
                           "26-11-30T22:00:00Z",
                           "1969-12-31T23:59:59Z",
                           "2200-01-01T00:00:00Z",
                           "2026-1-30T22:00:00Z",
                           "+026-11-30T22:00:00Z"}) {
    EXPECT_THAT(error_of(text), HasSubstr("is not a time; write one like 2026-11-30T22:00:00Z"))
        << text;
  }
}

TEST(TimeOfDay, IsWrittenInUtcToTheSecond) {
  EXPECT_EQ(time_of_day(WallTime{std::chrono::hours{1000} + std::chrono::milliseconds{7999}}),
            "16:00:07");
}

}  // namespace
}  // namespace peeringd

#include "base/utc_time.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds noon{std::chrono::sys_days{std::chrono::year{2026} / 2 / 28} +
                                        12h};

TEST(UtcTime, ReadsBackWhatItWrote) {
  EXPECT_EQ(utc_text(noon), "2026-02-28T12:00:00Z");
  EXPECT_EQ(*parse_utc("2026-02-28T12:00:00Z"), noon);
}

TEST(UtcTime, MayBeWithoutSecondsOrTime) {
  EXPECT_EQ(*parse_utc("2026-02-28T12:00Z"), noon);
  EXPECT_EQ(*parse_utc("2026-02-28"), noon - 12h);
}

TEST(UtcTime, RefusesWhatIsNoTimeInUtc) {
  for (const char* const text :
       {"", "now", "2026-02-29", "2026-13-01", "2026-2-8", "2026-02-28T24:00Z", "2026-02-28T12:00",
        "2026-02-28T12:00:00+01:00", "2026-02-28T12:00:0Z", "2026-02-28T12", "1969-12-31",
        "2026-02-28T", "-026-02-28", "2026-02-28T12:00:00ZZ"}) {
    EXPECT_FALSE(parse_utc(text)) << text;
  }
}

}  // namespace
}  // namespace peeringd

#include "model/zone_offsets.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::sys_days;
using std::chrono::year;

// Of Berlin.
constexpr Moment october{sys_days{year{2026} / 10 / 25} + 1h};
constexpr Moment march{sys_days{year{2027} / 3 / 28} + 1h};
const ZoneOffsets berlin{2h, {{october, 1h}, {march, 2h}}};

TEST(ZoneOffsets, ChangeAtTheirTimes) {
  EXPECT_EQ(berlin.offset_at(october - 1s), 2h);
  EXPECT_EQ(berlin.offset_at(october), 1h);
  EXPECT_EQ(berlin.offset_at(march), 2h);
  EXPECT_EQ(berlin.local_of(october), local_days(year{2026} / 10 / 25) + 2h);
}

TEST(ZoneOffsets, GiveARepeatedHourBothItsHours) {
  const local_days day{year{2026} / 10 / 25};
  EXPECT_EQ(berlin.first_at(day), october - 3h);
  EXPECT_EQ(berlin.first_at(day + 2h), october - 1h);
  EXPECT_EQ(berlin.first_at(day + 3h), october + 1h);
  EXPECT_EQ(berlin.first_at(day + 24h) - berlin.first_at(day), 25h);
}

TEST(ZoneOffsets, GiveASkippedHourNothing) {
  const local_days day{year{2027} / 3 / 28};
  EXPECT_EQ(berlin.first_at(day + 1h), march - 1h);
  EXPECT_EQ(berlin.first_at(day + 2h), march);
  EXPECT_EQ(berlin.first_at(day + 3h), march);
  EXPECT_EQ(berlin.first_at(day + 4h), march + 1h);
}

TEST(ZoneOffsets, BeginADayWhoseMidnightIsSkippedAtTheChange) {
  const Moment change{sys_days{year{2026} / 4 / 23} + 22h};
  const ZoneOffsets cairo{2h, {{change, 3h}}};
  EXPECT_EQ(cairo.first_at(local_days{year{2026} / 4 / 24}), change);
}

}  // namespace
}  // namespace peeringd

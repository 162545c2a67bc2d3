#include "history/retention.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t mb = 1'000'000;

TEST(Retention, KeepsTheFileAndItsLogBelowTheSize) {
  const Space space{.file = 10 * mb, .unused = 0, .disk_available = 100'000 * mb};
  const SpaceLimits limits{.size = 100 * mb, .disk_reserve = 500 * mb};
  EXPECT_EQ(allowed_bytes(space, limits) + log_reserve(limits.size), limits.size);
}

TEST(Retention, KeepsAReserveFreeOnTheDisk) {
  const SpaceLimits limits{.size = 2000 * mb, .disk_reserve = 500 * mb};
  EXPECT_EQ(allowed_bytes({100 * mb, 0, 600 * mb}, limits), 200 * mb);
  EXPECT_EQ(allowed_bytes({100 * mb, 0, 400 * mb}, limits), 100 * mb) << "as it is";
}

TEST(Retention, DeletesFrom95PercentDownTo90Percent) {
  const SpaceLimits limits{.size = 400 * mb, .disk_reserve = 0};
  const auto needs = [&](std::uint64_t used, bool making_room) {
    return needs_room({.file = used, .unused = 0, .disk_available = 10'000 * mb}, limits,
                      making_room);
  };
  const std::uint64_t allowed = limits.size - log_reserve(limits.size);
  EXPECT_FALSE(needs(allowed * 94 / 100, false));
  EXPECT_TRUE(needs(allowed * 96 / 100, false));
  EXPECT_TRUE(needs(allowed * 94 / 100, true));
  EXPECT_FALSE(needs(allowed * 89 / 100, true));
}

TEST(Retention, UsesATenthOfASmallDisk) {
  EXPECT_EQ(default_size(1'000'000 * mb, 0), 2000 * mb);
  EXPECT_EQ(default_size(5000 * mb, 1000 * mb), 600 * mb);
}

TEST(TrustedTime, RejectsAStepForwardForADay) {
  MonotonicTime now{1000h};
  WallTime wall{50 * 365 * 24h};
  TrustedTime time(wall - 1h);
  time.note(now, wall);
  EXPECT_TRUE(time.trusted());
  time.note(now += 1min, wall += 24h * 365);
  EXPECT_FALSE(time.trusted());
  time.note(now += 1min, wall -= 24h * 365);
  EXPECT_FALSE(time.trusted());
  time.note(now += 23h, wall += 23h);
  EXPECT_FALSE(time.trusted());
  time.note(now += 1h, wall += 1h);
  EXPECT_TRUE(time.trusted());
}

TEST(TrustedTime, RejectsAClockFarAheadOfTheFile) {
  TrustedTime time(WallTime{50 * 365 * 24h});
  time.note(MonotonicTime{1h}, WallTime{60 * 365 * 24h});
  EXPECT_FALSE(time.trusted());
}

}  // namespace
}  // namespace peeringd

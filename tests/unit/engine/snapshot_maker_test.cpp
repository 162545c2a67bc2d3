// The sizes of the slices of a snapshot.
#include "engine/snapshot_maker.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

TEST(SnapshotSlice, TakesAllOfFewTargets) {
  EXPECT_EQ(end_of_slice(0, 200, 0s), 200U);
}

TEST(SnapshotSlice, TakesASmallPartOfManyTargets) {
  EXPECT_EQ(end_of_slice(0, 1000, 0s), 256U);
  EXPECT_EQ(end_of_slice(256, 1000, 1ms), 512U);
  EXPECT_EQ(end_of_slice(0, 640'000, 0s), 10'000U);
  EXPECT_EQ(end_of_slice(10'000, 640'000, 1ms), 20'000U);
}

TEST(SnapshotSlice, CatchesUpAfterADelayByABusyLoop) {
  EXPECT_EQ(end_of_slice(10'000, 640'000, 500ms), 320'000U);
  EXPECT_EQ(end_of_slice(320'000, 640'000, 501ms), 330'000U);
}

TEST(SnapshotSlice, TakesTheRestAfterASecond) {
  EXPECT_EQ(end_of_slice(256, 100'000, 1s), 100'000U);
  EXPECT_EQ(end_of_slice(256, 100'000, 24h), 100'000U);
}

TEST(SnapshotSlice, MakesProgressWhenTheClockStandsStill) {
  std::size_t copied = 0;
  for (int slice = 0; slice < 64; ++slice) copied = end_of_slice(copied, 100'000, -1s);
  EXPECT_GE(copied, 99'000U);
  EXPECT_EQ(end_of_slice(copied, 100'000, -1s), 100'000U);
}

}  // namespace
}  // namespace peeringd

#include "base/memory_reserve.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(MemoryReserve, IsGivenOutOnceAndCanBeTakenAgain) {
  take_memory_reserve();
  EXPECT_TRUE(release_memory_reserve());
  EXPECT_FALSE(release_memory_reserve());
  take_memory_reserve();
  EXPECT_TRUE(release_memory_reserve());
}

TEST(MemoryReserve, GivesASecondAttemptToWhatMustNotFail) {
  take_memory_reserve();
  int attempts = 0;
  with_memory_reserve([&] {
    if (++attempts == 1) throw std::bad_alloc();
  });
  EXPECT_EQ(attempts, 2);
  EXPECT_FALSE(release_memory_reserve()) << "it was not given out";
}

TEST(MemoryReserve, IsLeftAloneWhereThereIsMemory) {
  take_memory_reserve();
  int attempts = 0;
  with_memory_reserve([&] { ++attempts; });
  EXPECT_EQ(attempts, 1);
  EXPECT_TRUE(release_memory_reserve());
}

TEST(MemoryReserve, DoesNotHideThatTheSecondAttemptFails) {
  EXPECT_THROW(with_memory_reserve([] { throw std::bad_alloc(); }), std::bad_alloc);
}

}  // namespace
}  // namespace peeringd

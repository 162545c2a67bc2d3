#include "base/optional_time.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/clock.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

using Optional = OptionalTime<MonotonicTime>;

constexpr MonotonicTime early{1s};
constexpr MonotonicTime late{2s};

TEST(OptionalTime, TakesNoMoreMemoryThanATime) {
  EXPECT_EQ(sizeof(Optional), sizeof(MonotonicTime));
}

TEST(OptionalTime, IsMissingUntilItIsSetAndAfterAReset) {
  Optional time;
  EXPECT_FALSE(time);
  EXPECT_EQ(time.value_or(late), late);
  time = early;
  ASSERT_TRUE(time);
  EXPECT_EQ(*time, early);
  EXPECT_EQ(time.value_or(late), early);
  time.reset();
  EXPECT_FALSE(time.has_value());
}

TEST(OptionalTime, ConvertsToAndFromAnOptional) {
  for (const auto& time :
       {std::optional<MonotonicTime>{}, std::optional(MonotonicTime{}), std::optional(late)}) {
    const std::optional<MonotonicTime> back = Optional(time);
    EXPECT_EQ(back, time);
  }
}

TEST(OptionalTime, IsLessThanAnyTimeWhenItIsMissing) {
  EXPECT_LT(Optional(), Optional(MonotonicTime{-1h}));
  EXPECT_LT(Optional(early), Optional(late));
  EXPECT_EQ(std::max(Optional(), Optional(early)), Optional(early));
  EXPECT_EQ(Optional(std::nullopt), Optional());
}

}  // namespace
}  // namespace peeringd

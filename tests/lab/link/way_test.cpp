#include "way.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace peeringd::lab {
namespace {

using std::chrono::milliseconds;
using testing::Each;
using testing::Ge;
using testing::Le;

const std::vector<std::byte> packet(64, std::byte{7});
const MonotonicTime start{std::chrono::seconds(100)};

/// Sends `count` packets, one each 10 ms, and returns the delay of each.
std::vector<Duration> send(Way& way, int count) {
  std::vector<Duration> delays;
  for (int i = 0; i < count; ++i) {
    const MonotonicTime sent = start + milliseconds(10) * i;
    way.enter(sent, packet);
    while (!way.empty()) {
      delays.push_back(way.due() - sent);
      way.leave();
    }
  }
  return delays;
}

TEST(Way, HoldsAPacketForTheDelay) {
  Way way(1, 8);
  way.conditions.delay = milliseconds(5);
  EXPECT_THAT(send(way, 10), Each(Duration(milliseconds(5))));
}

TEST(Way, SpreadsTheDelayOverTheWholeJitterToBothSides) {
  Way way(1, 8);
  way.conditions = {.delay = milliseconds(5), .jitter = milliseconds(2)};
  const auto delays = send(way, 1000);
  EXPECT_THAT(delays, Each(testing::AllOf(Ge(milliseconds(4)), Le(milliseconds(6)))));
  EXPECT_THAT(delays, testing::Contains(Le(std::chrono::microseconds(4100))));
  EXPECT_THAT(delays, testing::Contains(Ge(std::chrono::microseconds(5900))));
}

TEST(Way, KeepsTheOrderOfPacketsUnderJitter) {
  Way way(1, 1000);
  way.conditions = {.delay = milliseconds(5), .jitter = milliseconds(10)};
  for (int i = 0; i < 1000; ++i) way.enter(start + std::chrono::microseconds(10) * i, packet);
  for (MonotonicTime previous = start; !way.empty(); way.leave()) {
    EXPECT_GE(way.due(), previous);
    previous = way.due();
  }
}

TEST(Way, LetsOthersOvertakeAPacketThatIsHeldBack) {
  Way way(1, 8);
  way.conditions.held_back_every = 3;
  way.conditions.held_back_for = milliseconds(25);
  for (std::uint8_t i = 1; i <= 7; ++i) {
    way.enter(start + milliseconds(10) * i, std::array{std::byte{i}});
  }
  std::vector<int> order;
  for (MonotonicTime previous = start; !way.empty(); way.leave()) {
    EXPECT_GE(way.due(), previous);
    previous = way.due();
    order.push_back(std::to_integer<int>(way.packet()[0]));
  }
  EXPECT_THAT(order, testing::ElementsAre(1, 2, 4, 5, 3, 7, 6));
}

TEST(Way, LosesTheSamePacketsForTheSameSeed) {
  Way one(42, 8);
  Way same(42, 8);
  Way other(43, 8);
  for (Way* way : {&one, &same, &other}) {
    way->conditions = {.jitter = milliseconds(1), .loss = 0.3};
  }
  const auto delays = send(one, 500);
  EXPECT_EQ(delays, send(same, 500));
  EXPECT_NE(delays, send(other, 500));
  EXPECT_NEAR(static_cast<double>(one.counts().lost), 150, 45);
}

TEST(Way, LetsNothingThroughWhileItIsDownAndDeliversWhatWasUnderWay) {
  Way way(1, 8);
  way.enter(start, packet);
  way.conditions.down = true;
  way.enter(start, packet);
  way.leave();
  EXPECT_TRUE(way.empty());
  EXPECT_EQ(way.counts().forwarded, 1U);
  EXPECT_EQ(way.counts().blocked, 1U);
}

TEST(Way, DropsWhatDoesNotFitIntoTheQueue) {
  Way way(1, 2);
  for (int i = 0; i < 5; ++i) way.enter(start, packet);
  EXPECT_EQ(way.counts().received, 5U);
  EXPECT_EQ(way.counts().overflowed, 3U);
}

TEST(Way, HandsOutTheBytesThatEntered) {
  Way way(1, 2);
  way.enter(start, packet);
  EXPECT_TRUE(std::ranges::equal(way.packet(), packet));
}

}  // namespace
}  // namespace peeringd::lab

#include "schedule/timing_wheel.hpp"

#include <gmock/gmock.h>

#include <random>

#include "support/manual_clock.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<TimingWheel::Key> due_at(TimingWheel& wheel, Duration now) {
  std::vector<TimingWheel::Key> due;
  wheel.collect_due(test::at(now), due);
  return due;
}

TEST(TimingWheel, IsNeverEarly) {
  TimingWheel wheel(test::at(1000s));
  wheel.schedule(1, test::at(1000s + 500us));
  EXPECT_THAT(due_at(wheel, 1000s), IsEmpty());
  EXPECT_THAT(due_at(wheel, 1000s + 999us), IsEmpty());
  EXPECT_THAT(due_at(wheel, 1000s + 1ms), ElementsAre(1));
}

TEST(TimingWheel, ReturnsEachKeyOnce) {
  TimingWheel wheel(test::at(0s));
  wheel.schedule(7, test::at(5ms));
  EXPECT_THAT(due_at(wheel, 5ms), ElementsAre(7));
  EXPECT_THAT(due_at(wheel, 5ms), IsEmpty());
  EXPECT_EQ(wheel.size(), 0U);
}

TEST(TimingWheel, ReturnsDueKeysInOrderOfTime) {
  TimingWheel wheel(test::at(0s));
  wheel.schedule(1, test::at(30ms));
  wheel.schedule(2, test::at(10ms));
  wheel.schedule(3, test::at(20ms));
  EXPECT_THAT(due_at(wheel, 40ms), ElementsAre(2, 3, 1));
}

TEST(TimingWheel, KeepsDeadlinesMoreThanOneTurnAhead) {
  TimingWheel wheel(test::at(0s));
  wheel.schedule(1, test::at(1h));
  wheel.schedule(2, test::at(1h + 8192ms));  // the same slot, one turn later
  EXPECT_THAT(due_at(wheel, 1h - 1ms), IsEmpty());
  EXPECT_THAT(due_at(wheel, 1h), ElementsAre(1));
  EXPECT_THAT(due_at(wheel, 2h), ElementsAre(2));
}

TEST(TimingWheel, ReturnsOverdueKeysImmediately) {
  TimingWheel wheel(test::at(10s));
  wheel.schedule(1, test::at(1s));
  EXPECT_THAT(due_at(wheel, 10s), ElementsAre(1));
}

TEST(TimingWheel, MovesAKeyThatIsScheduledAgain) {
  TimingWheel wheel(test::at(0s));
  wheel.schedule(1, test::at(5ms));
  wheel.schedule(1, test::at(9ms));
  EXPECT_THAT(due_at(wheel, 8ms), IsEmpty());
  EXPECT_THAT(due_at(wheel, 9ms), ElementsAre(1));
}

TEST(TimingWheel, ForgetsACancelledKey) {
  TimingWheel wheel(test::at(0s));
  wheel.schedule(1, test::at(5ms));
  wheel.schedule(2, test::at(5ms));
  wheel.schedule(3, test::at(5ms));
  wheel.cancel(2);
  wheel.cancel(99);
  EXPECT_THAT(due_at(wheel, 5ms), UnorderedElementsAre(1, 3));
}

TEST(TimingWheel, CollectsEverythingAfterALongPause) {
  TimingWheel wheel(test::at(0s));
  for (TimingWheel::Key key = 0; key < 100; ++key) wheel.schedule(key, test::at(key * 1s));
  EXPECT_EQ(due_at(wheel, 24h).size(), 100U);
}

TEST(TimingWheel, HasNoDeadlineWithoutKeys) {
  const TimingWheel wheel(test::at(0s));
  EXPECT_FALSE(wheel.next_deadline());
}

TEST(TimingWheel, WakesAtEveryDeadline) {
  // Follow next_deadline() alone, as the probing loop does, through deadlines of all distances.
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same numbers each time
  std::uniform_int_distribution<int> distance(1, 50'000);
  TimingWheel wheel(test::at(123s));
  std::vector<Duration> deadlines(500);
  for (TimingWheel::Key key = 0; key < deadlines.size(); ++key) {
    deadlines[key] = 123s + std::chrono::milliseconds{distance(random)};
    wheel.schedule(key, test::at(deadlines[key]));
  }
  std::size_t collected = 0;
  while (const auto wake = wheel.next_deadline()) {
    for (const auto key : due_at(wheel, wake->time_since_epoch())) {
      EXPECT_EQ(wake->time_since_epoch(), deadlines[key]);
      ++collected;
    }
  }
  EXPECT_EQ(collected, deadlines.size());
}

}  // namespace
}  // namespace peeringd

#include "net/kernel_time.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/manual_clock.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// The timestamps of a probe that was answered after 20 ms and read 300 us later. Between the steps
// a test may set the clock or remove a timestamp.
class Journey {
 public:
  static constexpr Duration round_trip = 20ms;

  Journey() {
    departure.before = clock.now();
    clock.advance(10us);
    departure.timestamp = clock.wall();
    clock.advance(5us);
    departure.offset = clock_offset(clock);
  }

  void arrive() {
    clock.advance(round_trip - 5us);
    arrival.timestamp = clock.wall();
  }

  void be_read(Duration later = 300us) {
    clock.advance(later);
    arrival.read = clock.now();
    arrival.offset = clock_offset(clock);
  }

  Duration result() const { return peeringd::round_trip(departure, arrival); }

  test::ManualClock clock;
  Departure departure;
  Arrival arrival;
};

TEST(RoundTrip, LiesBetweenTheKernelsTimestamps) {
  Journey journey;
  journey.arrive();
  journey.be_read();
  EXPECT_EQ(journey.result(), Journey::round_trip);
}

TEST(RoundTrip, DoesNotDependOnWhenTheProcessWokeUp) {
  Journey journey;
  journey.arrive();
  journey.be_read(700ms);
  EXPECT_EQ(journey.result(), Journey::round_trip);
}

// While the machine is suspended, only the wall clock continues.
TEST(RoundTrip, ExcludesASuspensionBeforeTheReply) {
  Journey journey;
  journey.clock.suspend(8h);
  journey.arrive();
  journey.be_read();
  EXPECT_EQ(journey.result(), Journey::round_trip);
}

TEST(RoundTrip, ExcludesASuspensionBeforeTheReplyIsRead) {
  Journey journey;
  journey.arrive();
  journey.clock.suspend(8h);
  journey.be_read();
  EXPECT_EQ(journey.result(), Journey::round_trip);
}

TEST(RoundTrip, ExcludesASecondByWhichTheProcessIsLate) {
  Journey journey;
  journey.arrive();
  journey.be_read(1s);
  EXPECT_EQ(journey.result(), Journey::round_trip);
}

TEST(RoundTrip, StartsBeforeTheSystemCallIfTheDepartureHasNoTimestamp) {
  Journey journey;
  journey.departure.timestamp.reset();
  journey.arrive();
  journey.be_read();
  EXPECT_EQ(journey.result(), Journey::round_trip + 10us);
}

TEST(RoundTrip, EndsAtTheReadIfTheArrivalHasNoTimestamp) {
  Journey journey;
  journey.arrive();
  journey.arrival.timestamp.reset();
  journey.be_read();
  EXPECT_EQ(journey.result(), Journey::round_trip + 300us);
}

TEST(RoundTrip, UsesTheTimesOfTheProcessWithoutTimestamps) {
  Journey journey;
  journey.departure.timestamp.reset();
  journey.arrive();
  journey.arrival.timestamp.reset();
  journey.be_read();
  EXPECT_EQ(journey.result(), Journey::round_trip + 310us);
}

TEST(RoundTrip, ExcludesTheNoiseOfReadingTheClockOffset) {
  Journey journey;
  journey.arrive();
  journey.be_read();
  journey.arrival.offset += 15us;
  EXPECT_EQ(journey.result(), Journey::round_trip);
}

TEST(RoundTrip, IsNeverNegative) {
  Journey journey;
  journey.arrive();
  journey.be_read();
  journey.arrival.read = journey.departure.before - 1s;
  EXPECT_EQ(journey.result(), Duration::zero());
  journey.arrival.timestamp = *journey.departure.timestamp - 1s;
  EXPECT_EQ(journey.result(), Duration::zero());
}

// Steps much larger and smaller than a round-trip time, and just above the noise of a reading.
class RoundTripOnClockStep : public testing::TestWithParam<Duration> {};

TEST_P(RoundTripOnClockStep, IgnoresAClockStepBetweenDepartureAndArrival) {
  Journey journey;
  journey.clock.step_wall(GetParam());
  journey.arrive();
  journey.be_read(0us);
  EXPECT_EQ(journey.result(), Journey::round_trip);
}

TEST_P(RoundTripOnClockStep, IgnoresAClockStepBetweenArrivalAndRead) {
  Journey journey;
  journey.arrive();
  journey.clock.step_wall(GetParam());
  journey.be_read(0us);
  EXPECT_EQ(journey.result(), Journey::round_trip);
}

// With time between arrival and reading, a small step may leave in doubt what came first.
TEST_P(RoundTripOnClockStep, ErrsAtMostByTheDelayOfTheReadOnAClockStep) {
  for (const bool before_arrival : {true, false}) {
    Journey journey;
    if (before_arrival) journey.clock.step_wall(GetParam());
    journey.arrive();
    if (!before_arrival) journey.clock.step_wall(GetParam());
    journey.be_read(8ms);
    EXPECT_GE(journey.result(), Journey::round_trip) << (before_arrival ? "before" : "after");
    EXPECT_LE(journey.result(), Journey::round_trip + 8ms) << (before_arrival ? "before" : "after");
  }
}

INSTANTIATE_TEST_SUITE_P(Steps, RoundTripOnClockStep,
                         testing::Values(Duration{1h}, Duration{-1h}, Duration{5ms}, Duration{-5ms},
                                         Duration{25us}, Duration{-25us}),
                         [](const auto& step) {
                           const auto micros = step.param / 1us;
                           return (micros < 0 ? "Back" : "Forward") +
                                  std::to_string(std::abs(micros)) + "us";
                         });

// Time passes while this clock is read: by the next of the given spans, at each second reading of
// the monotonic clock. So a process is that is interrupted in between.
class InterruptedClock final : public Clock {
 public:
  explicit InterruptedClock(std::vector<Duration> spans) : spans_(std::move(spans)) {}

  MonotonicTime now() const noexcept override { return MonotonicTime{elapsed_}; }
  WallTime wall() const noexcept override {
    const Duration span = attempt_ < spans_.size() ? spans_[attempt_] : spans_.back();
    ++attempt_;
    const WallTime read_at_the_start{elapsed_ + offset};
    elapsed_ += span;
    return read_at_the_start;
  }

  Duration suspended() const noexcept override { return {}; }
  Duration waited_for_cpu() const noexcept override { return {}; }

  static constexpr Duration offset = 50h;
  std::size_t attempts() const { return attempt_; }

 private:
  std::vector<Duration> spans_;
  mutable std::size_t attempt_ = 0;
  mutable Duration elapsed_ = 1h;
};

TEST(ClockOffset, ReturnsTheDifferenceOfTheClocks) {
  test::ManualClock clock;
  EXPECT_EQ(clock_offset(clock), clock.wall().time_since_epoch() - clock.now().time_since_epoch());
}

TEST(ClockOffset, RepeatsAnInterruptedReading) {
  const InterruptedClock clock({5ms, 40us, 100ns});
  EXPECT_LE(std::chrono::abs(clock_offset(clock) - InterruptedClock::offset), 100ns);
  EXPECT_EQ(clock.attempts(), 3U);
}

TEST(ClockOffset, UsesTheBestOfAFewReadingsOnABusyMachine) {
  const InterruptedClock clock({9ms, 4ms, 6us, 2ms, 7ms});
  EXPECT_LE(std::chrono::abs(clock_offset(clock) - InterruptedClock::offset), 6us);
  EXPECT_LE(clock.attempts(), 10U);
}

TEST(ClockOffset, AgreesWithItselfOnTheKernelsClocks) {
  const SystemClock clock;
  const Duration first = clock_offset(clock);
  const Duration wall = clock.wall().time_since_epoch();
  EXPECT_NEAR(to_seconds(wall - first), to_seconds(clock.now().time_since_epoch()), 60.0);
}

}  // namespace
}  // namespace peeringd

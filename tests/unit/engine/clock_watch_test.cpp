#include "engine/clock_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/manual_clock.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class ClockWatchTest : public ::testing::Test {
 protected:
  ClockWatchTest() { pass(1s); }

  std::vector<std::string> pass(Duration time, std::optional<bool> synchronised = std::nullopt) {
    clock_.advance(time);
    std::vector<std::string> lines;
    last_ = watch_.events_of({clock_.now(), clock_.wall(), clock_.suspended(), synchronised});
    for (const Event& event : last_) lines.push_back(event.summary);
    return lines;
  }

  test::ManualClock clock_;
  ClockWatch watch_;
  std::vector<Event> last_;
};

TEST_F(ClockWatchTest, ReportsThatTheClockWasSet) {
  clock_.step_wall(90s);
  EXPECT_THAT(pass(1s), ElementsAre("the wall clock was set forward by 1 min 30 s; no measurement "
                                    "depends on it"));
  EXPECT_EQ(last_[0].kind, EventKind::clock_stepped);
  EXPECT_EQ(std::get<double>(last_[0].fields[0].second), 90);
  EXPECT_THAT(pass(1s), IsEmpty());
  clock_.step_wall(-700ms);
  EXPECT_THAT(pass(1s), ElementsAre(StartsWith("the wall clock was set back by 700ms")));
}

TEST_F(ClockWatchTest, IgnoresSlowAdjustmentAndSuspension) {
  for (int i = 0; i < 100; ++i) {
    clock_.step_wall(400ms);
    EXPECT_THAT(pass(1s), IsEmpty());
  }
  clock_.suspend(8h);
  EXPECT_THAT(pass(1s), IsEmpty());
}

TEST_F(ClockWatchTest, ReportsStartAndEndOfAnUnsynchronizedClockOnce) {
  pass(1s, false);
  EXPECT_THAT(pass(5min - 1s, false), IsEmpty());
  EXPECT_THAT(pass(1s, false), ElementsAre(StartsWith("the host's clock is not synchronised")));
  EXPECT_THAT(pass(1h, false), IsEmpty());
  EXPECT_THAT(pass(1s, true), ElementsAre("the host's clock is synchronised again"));
  EXPECT_THAT(pass(1s, true), IsEmpty());
}

TEST_F(ClockWatchTest, WaitsForANtpClientThatRestarts) {
  pass(1s, false);
  pass(4min, false);
  pass(1s, true);
  EXPECT_THAT(pass(4min, false), IsEmpty());
}

TEST_F(ClockWatchTest, ReportsNothingWithoutTheStateOfTheKernel) {
  EXPECT_THAT(pass(1h), IsEmpty());
}

TEST(ReadClocks, ReadsAllClocksAtOneMoment) {
  const SystemClock clock;
  std::optional<ClockReading> reading;
  while (!reading) reading = read_clocks(clock);  // a busy machine may interrupt it
  EXPECT_LE(reading->now, clock.now());
}

}  // namespace
}  // namespace peeringd

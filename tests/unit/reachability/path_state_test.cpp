#include "reachability/path_state.hpp"

#include <gtest/gtest.h>

#include "unit/reachability/times.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::start;
using test::window;

class Path {
 public:
  const PathReach& step(const PathInput& input, Duration time) {
    update(memory_, input, window, start + time);
    return memory_.reach;
  }
  // Down since 0 s, found at 15 s, after 15 lost probes.
  void goes_down() { step({.run = 15, .silence = Silence{start}}, 15s); }

 private:
  PathMemory memory_;
};

TEST(PathState, StaysDownFromSilenceUntilTheThirdAnswer) {
  Path path;
  EXPECT_FALSE(path.step({}, 0s).down);
  path.goes_down();
  const PathReach& reach = path.step({.new_losses = 1}, 16s);
  EXPECT_TRUE(reach.down);
  EXPECT_EQ(reach.since, start);
  EXPECT_TRUE(path.step({.new_answers = 2}, 20s).down);
  EXPECT_FALSE(path.step({.new_answers = 1}, 21s).down);
}

TEST(PathState, IsNotDownWithoutASource) {
  Path path;
  EXPECT_FALSE(path.step({.can_send = false, .silence = Silence{start}}, 15s).down);
}

TEST(PathState, CountsTheLossesOfAnOutageUntilTheyLeaveTheWindow) {
  Path path;
  path.goes_down();
  path.step({.new_losses = 5}, 40s);
  path.step({.new_answers = 3}, 60s);
  EXPECT_EQ(path.step({}, 61s).outage_losses, 20U);
  EXPECT_EQ(path.step({}, 15s + window).outage_losses, 20U);
  EXPECT_EQ(path.step({}, 16s + window).outage_losses, 5U);
  EXPECT_EQ(path.step({}, 41s + window).outage_losses, 0U);
}

TEST(PathState, CountsProbesSentBeforeTheRecoveryAndTimedOutAfterIt) {
  Path path;
  path.goes_down();
  path.step({.new_answers = 3}, 20s);
  EXPECT_EQ(path.step({.new_losses = 2, .longest_timeout = 2s}, 17s).outage_losses, 17U);
}

TEST(PathState, CountsNoLossesAfterTheOutage) {
  Path path;
  path.goes_down();
  path.step({.new_answers = 3, .longest_timeout = 2s}, 20s);
  path.step({.longest_timeout = 2s}, 23s);
  EXPECT_EQ(path.step({.new_losses = 2, .longest_timeout = 2s}, 30s).outage_losses, 15U);
}

TEST(OutageLosses, MergesLossesThatAreCloseTogether) {
  OutageLosses losses;
  for (int second = 0; second < 300; ++second) losses.add(1, window, start + second * 1s);
  EXPECT_EQ(losses.within(window, start + 299s), 300U);
  // Losses within one thirtieth of the window share an entry: they are counted together.
  const std::uint64_t left = losses.within(window, start + 450s);
  EXPECT_GE(left, 140U);
  EXPECT_LE(left, 160U);
}

}  // namespace
}  // namespace peeringd

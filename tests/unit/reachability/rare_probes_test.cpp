// Targets that are probed seldom beside others that are probed often: which silence is an outage.
#include <gtest/gtest.h>

#include <utility>

#include "unit/reachability/timed_probes.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

using Lists = std::vector<std::vector<ProbeConfig>>;

std::vector<ProbeConfig> each(Duration interval) {
  return {tcp_probe(443, interval)};
}

// Lets endpoint 1 die after `before` seconds. Returns how often the connection goes down in two
// hours, and for how many seconds.
std::pair<int, int> outages_without_the_first_endpoint(const Lists& lists, int before) {
  TimedProbes probing(lists);
  probing.seconds(before);
  probing.dead[0] = true;
  std::pair<int, int> outages{};
  bool was_up = true;
  for (int i = 0; i < 3600; ++i) {
    probing.second();
    if (!probing.is_up()) ++outages.second;
    if (was_up && !probing.is_up()) ++outages.first;
    was_up = probing.is_up();
  }
  return outages;
}

TEST(RareProbes, KeepAPrefixUpThatOneEndpointNoLongerAnswers) {
  const std::pair none{0, 0};
  EXPECT_EQ(outages_without_the_first_endpoint({each(10s), each(61s), each(61s), each(61s)}, 721),
            none);
  EXPECT_EQ(outages_without_the_first_endpoint({each(10s), each(120s), each(120s)}, 740), none);
  EXPECT_EQ(outages_without_the_first_endpoint({each(10s), each(300s)}, 730), none);
}

// Nobody else was asked in the first 30 s, so it may be an outage.
TEST(RareProbes, EndTheOutageOfOneEndpointWithThreeAnswers) {
  for (int later = 0; later < 120; later += 31) {
    const auto [times, seconds] =
        outages_without_the_first_endpoint({each(10s), each(120s), each(120s)}, 700 + later);
    EXPECT_LE(times, 1) << later;
    EXPECT_LE(seconds, 240) << later;
  }
}

TEST(RareProbes, KeepAPrefixUpThoughOneOfThemIsLost) {
  TimedProbes probing({each(10s), each(120s), each(120s), each(120s)});
  probing.seconds(300);
  probing.dead[0] = true;
  probing.seconds(300);
  probing.dead[1] = true;
  EXPECT_EQ(probing.seconds_until_down(600), 600);
}

TEST(RareProbes, ShowAnOutageBesideADeadEndpointOnceThreeAreLost) {
  TimedProbes probing({each(10s), each(120s), each(120s), each(120s)});
  probing.seconds(300);
  probing.dead[0] = true;
  probing.seconds(300);
  probing.kill_all();
  EXPECT_LE(probing.seconds_until_down(600), 122);
}

TEST(RareProbes, DoNotDelayAnOutageThatAllEndpointsShow) {
  for (int later = 0; later < 120; later += 7) {
    TimedProbes probing({each(10s), each(10s), each(120s), each(300s)});
    probing.seconds(600 + later);
    probing.kill_all();
    EXPECT_LE(probing.seconds_until_down(600), 31) << later << " s later";
  }
}

TEST(RareProbes, EndAnOutageThoughOneEndpointStaysDead) {
  TimedProbes probing({each(10s), each(60s), each(120s), each(120s)});
  probing.seconds(300);
  probing.kill_all();
  probing.seconds(180);
  ASSERT_FALSE(probing.is_up());
  for (std::size_t t = 1; t < 4; ++t) probing.dead[t] = false;
  probing.seconds(121);
  EXPECT_TRUE(probing.is_up());
  EXPECT_EQ(probing.seconds_until_down(600), 600);
}

TEST(RareProbes, DoNotDelayAnOutageIfSeveralHostsAreAskedEachMinuteToo) {
  const std::vector<ProbeConfig> both{tcp_probe(443), https_probe(60s)};
  for (int later = 0; later < 60; later += 3) {
    TimedProbes probing({each(10s), both, both, each(10s), each(10s)});
    probing.seconds(121 + later);
    probing.kill_all();
    EXPECT_LE(probing.seconds_until_down(600), 31) << later << " s later";
  }
}

TEST(RareProbes, AreWaitedForIfOnlyOneHostIsSilent) {
  TimedProbes probing({each(10s), each(60s)});
  probing.seconds(121);
  probing.dead[0] = true;
  EXPECT_EQ(probing.seconds_until_down(1200), 1200);
}

TEST(RareProbes, AreWaitedForIfTheirHostIsNotSilent) {
  for (int later = 0; later < 60; later += 3) {
    TimedProbes probing({each(10s), each(10s), each(60s)});
    probing.seconds(121 + later);
    probing.dead[0] = probing.dead[1] = true;
    EXPECT_EQ(probing.seconds_until_down(600), 600) << later << " s later";
  }
}

TEST(RareProbes, AreWaitedForIfOnlyPingsAreLost) {
  const std::vector<ProbeConfig> both{icmp_probe(), https_probe(60s)};
  for (int later = 0; later < 60; later += 3) {
    TimedProbes probing({both, both});
    probing.seconds(121 + later);
    probing.dead[0] = probing.dead[2] = true;
    EXPECT_EQ(probing.seconds_until_down(600), 600) << later << " s later";
  }
}

TEST(RareProbes, KeepAPrefixUpOnceTheyAnswerThoughSeveralHostsAreSilent) {
  TimedProbes probing({each(10s), each(10s), each(120s), each(120s)});
  probing.seconds(650);
  probing.dead[0] = probing.dead[1] = true;
  probing.seconds(240);
  EXPECT_TRUE(probing.is_up());
  EXPECT_EQ(probing.seconds_until_down(3600), 3600);
}

TEST(RareProbes, AreWaitedForAtTheStart) {
  TimedProbes probing({each(10s), each(10s), each(60s)});
  probing.kill_all();
  probing.seconds(45);
  EXPECT_EQ(probing.report.prefixes.at(0).reach, Reach::unknown);
}

}  // namespace
}  // namespace peeringd

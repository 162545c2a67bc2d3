// Bursts of congestion that follow each other within an hour.
#include <gtest/gtest.h>

#include <algorithm>

#include "unit/history/incident_search_fixture.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

struct Burst {
  int quiet;  // minutes before it
  Duration level;
  double share;  // of the packets that wait
  Duration queue;
};

struct BurstCase {
  const char* name;
  std::vector<Burst> bursts;
  Duration between = 12ms;  // the level of the quiet minutes between bursts
};

class IncidentBurstsTest : public test::IncidentSearchTest,
                           public testing::WithParamInterface<std::tuple<BurstCase, int>> {
 protected:
  IncidentBurstsTest() { upkeep_ = false; }
};

constexpr int burst_minutes = 10;

// Whatever the minute of the block of ten in which the first begins.
TEST_P(IncidentBurstsTest, AreAllFound) {
  const auto& [each, offset] = GetParam();
  pass_jittered(9 * 60 + offset, 12ms);
  std::vector<Moment> begins;
  for (const Burst& burst : each.bursts) {
    pass_jittered(burst.quiet, begins.empty() ? 12ms : each.between);
    begins.push_back(now());
    pass_jittered(burst_minutes, burst.level, burst.share, burst.queue);
  }
  pass_jittered(40, 12ms);
  const auto incidents = found();
  for (const Moment begin : begins) {
    if (begin.time_since_epoch() % 10min == 0s) continue;  // one slow block of ten minutes
    const bool covered = std::ranges::any_of(incidents, [&](const Incident& incident) {
      return incident.from < begin + burst_minutes * 1min &&
             incident.to >= begin + burst_minutes * 1min;
    });
    EXPECT_TRUE(covered) << "minute " << (begin - begins[0]) / 1min;
  }
  for (const Incident& incident : incidents) {
    EXPECT_EQ(incident.kind, IncidentKind::latency_episode);
    EXPECT_GE(incident.from, begins.front() - 10min);
    EXPECT_LE(incident.to, begins.back() + burst_minutes * 1min + 10min);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, IncidentBurstsTest,
    testing::Combine(
        testing::Values(
            BurstCase{"two", {{0, 14ms, 0.4, 60ms}, {25, 14ms, 0.4, 60ms}}},
            BurstCase{"three",
                      {{0, 14ms, 0.4, 60ms}, {25, 14ms, 0.4, 60ms}, {25, 14ms, 0.4, 60ms}}},
            BurstCase{"second_higher", {{0, 14ms, 0.4, 60ms}, {25, 16ms, 0.5, 90ms}}},
            BurstCase{"second_lower", {{0, 16ms, 0.5, 90ms}, {25, 14ms, 0.4, 60ms}}},
            BurstCase{"not_recovered_between", {{0, 30ms, 0.4, 60ms}, {25, 30ms, 0.4, 60ms}}, 16ms},
            BurstCase{"medians", {{0, 60ms, 0, 0ms}, {25, 60ms, 0, 0ms}}}),
        testing::Values(3, 7)),
    [](const auto& each) {
      return std::get<0>(each.param).name + ("_" + std::to_string(std::get<1>(each.param)));
    });

}  // namespace
}  // namespace peeringd

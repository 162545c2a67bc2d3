// Bursts of congestion that follow each other within an hour.
#include <gtest/gtest.h>

#include <algorithm>

#include "history/incident_reader.hpp"
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
  Moment previous_end{};
  for (const Moment begin : begins) {
    // Single quick blocks of ten minutes are a part of an incident.
    const bool separate =
        period_start(Tier::ten_minutes, begin) - period_end(Tier::ten_minutes, previous_end) >=
        20min;
    previous_end = begin + burst_minutes * 1min;
    if (begin.time_since_epoch() % 10min == 0s) continue;  // one slow block of ten minutes
    const bool covered = std::ranges::any_of(incidents, [&](const Incident& incident) {
      return incident.from < previous_end && incident.to >= previous_end &&
             (!separate || std::chrono::abs(incident.from - begin) < 10min);
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

using IncidentPairTest = test::IncidentSearchTest;

// The first ends in a block of ten minutes that is not slow.
TEST_F(IncidentPairTest, AreTwoAlthoughSlowMinutesFollowTheFirst) {
  upkeep_ = false;
  pass_jittered(9 * 60, 12ms);
  const Moment first = now();
  pass_jittered(24, 25ms);
  pass_jittered(16, 12ms);
  const Moment second = now();
  pass_jittered(24, 25ms);
  pass_jittered(40, 12ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 2U);
  EXPECT_EQ(incidents[1].from, first);
  EXPECT_EQ(incidents[1].to, first + 20min);
  EXPECT_EQ(incidents[0].from, second);
}

// What is quick in a block of ten minutes is quick in a minute.
TEST_F(IncidentPairTest, AreTwoAlthoughTheLatencyFallsOnlyJustBelowTheLimit) {
  upkeep_ = false;
  pass_jittered(9 * 60, 12ms);
  pass_jittered(20, 40ms);
  pass_jittered(20, 18'500us);
  const Moment second = now();
  pass_jittered(20, 40ms);
  pass_jittered(40, 12ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 2U);
  EXPECT_EQ(incidents[0].from, second);
}

TEST_F(IncidentPairTest, ComparesTheSecondWithTheTimeBetween) {
  upkeep_ = false;
  pass_jittered(9 * 60, 12ms);
  pass_jittered(30, 40ms);
  const Moment between = now();
  pass_jittered(30, 12ms);
  pass_jittered(60, 40ms);
  pass_jittered(40, 12ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 2U);
  EXPECT_LT(incidents[0].before.p95, 15ms);
  const auto second = read_incident(*writer_->opened(), incidents[0].id, {}, now());
  ASSERT_TRUE(second);
  EXPECT_EQ(second->phases.begin, between);
  const PhaseFigures shown = phase_figures_of(second->path.phases.before);
  EXPECT_EQ(shown.sent, incidents[0].before.sent);
  EXPECT_EQ(std::chrono::round<std::chrono::microseconds>(shown.p95.value_or(0ns)),
            incidents[0].before.p95);
  const auto first = read_incident(*writer_->opened(), incidents[1].id, {}, now());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->phases.begin, incidents[1].from - 30min);
}

TEST_F(IncidentPairTest, ComparesTheFirstWithTheTimeBetween) {
  upkeep_ = false;
  pass_jittered(9 * 60, 12ms);
  pass_jittered(60, 40ms);
  pass_jittered(30, 12ms);
  const Moment second = now();
  pass_jittered(60, 40ms);
  pass_jittered(40, 12ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 2U);
  ASSERT_TRUE(incidents[1].after);
  EXPECT_LT(incidents[1].after->p95, 15ms);
  const auto first = read_incident(*writer_->opened(), incidents[1].id, {}, now());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->phases.end, second);
  EXPECT_LT(first->path.phases.after.round_trips.quantile(0.95), 15ms);
}

// At the last search but one, the second had lasted for a block of ten minutes, which is none yet.
TEST_F(IncidentPairTest, CutsTheTimeAfterTheFirstWhenTheSecondIsFoundLater) {
  upkeep_ = false;
  pass_jittered(9 * 60, 12ms);
  pass_jittered(60, 40ms);
  pass_jittered(50, 12ms);
  pass_jittered(11, 40ms);
  ASSERT_EQ(found().size(), 1U);
  pass_jittered(60, 40ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 2U);
  ASSERT_TRUE(incidents[1].after);
  EXPECT_LT(incidents[1].after->p95, 15ms);
}

TEST_F(IncidentPairTest, ComparesEachOfTwoLossesWithTheTimeBetween) {
  upkeep_ = false;
  pass(9 * 60, 12ms);
  pass(60, 12ms, 5);
  const Moment between = now();
  pass(30, 12ms);
  const Moment second = now();
  pass(60, 12ms, 5);
  pass(40, 12ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 2U);
  EXPECT_EQ(incidents[0].before.lost, 0U);
  ASSERT_TRUE(incidents[1].after);
  EXPECT_EQ(incidents[1].after->lost, 0U);
  const auto first = read_incident(*writer_->opened(), incidents[1].id, {}, now());
  const auto last = read_incident(*writer_->opened(), incidents[0].id, {}, now());
  ASSERT_TRUE(first && last);
  EXPECT_EQ(first->phases.end, second);
  EXPECT_EQ(last->phases.begin, between);
}

}  // namespace
}  // namespace peeringd

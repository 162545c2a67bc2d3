#include "engine/host_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/manual_clock.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::at;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> lines_of(HostEvents& events, const Disturbances& disturbances,
                                  MonotonicTime now) {
  std::vector<std::string> lines;
  for (const Event& event : events.events_of(disturbances, now)) lines.push_back(event.summary);
  return lines;
}

TEST(HostEvents, AreAbsentOnAHealthyHost) {
  HostEvents events;
  EXPECT_THAT(lines_of(events, {}, at(1h)), IsEmpty());
  EXPECT_THAT(lines_of(events, {.latest = 900ms}, at(1h)), IsEmpty())
      << "must not change any value";
}

TEST(HostEvents, ReportEachDisturbanceSeparately) {
  HostEvents events;
  EXPECT_THAT(
      lines_of(events, {.suspended = 90s, .latest = 1500ms, .skipped = 7, .dropped_answers = 3},
               at(1h)),
      ElementsAre("the host was suspended for 90s; probes in flight are inconclusive",
                  "the probing loop was late by 1500ms: the host was busy or the process stopped; "
                  "probes skipped: 7",
                  "the kernel dropped 3 answers because receive buffers were full"));
}

TEST(HostEvents, CombineTheDisturbancesOfAMinute) {
  HostEvents events;
  lines_of(events, {.dropped_answers = 3}, at(1h));
  EXPECT_THAT(lines_of(events, {.dropped_answers = 4}, at(1h + 1s)), IsEmpty());
  EXPECT_THAT(lines_of(events, {.dropped_answers = 5}, at(1h + 2s)), IsEmpty());
  EXPECT_THAT(lines_of(events, {}, at(1h + 60s)),
              ElementsAre("the kernel dropped 9 answers because receive buffers were full"));
  EXPECT_THAT(lines_of(events, {}, at(1h + 120s)), IsEmpty());
}

TEST(HostEvents, DoNotDelayOtherKinds) {
  HostEvents events;
  lines_of(events, {.dropped_answers = 3}, at(1h));
  EXPECT_THAT(lines_of(events, {.latest = 2s}, at(1h + 1s)),
              ElementsAre(testing::StartsWith("the probing loop was late by 2s")));
}

}  // namespace
}  // namespace peeringd

#include "assessment/reach_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

// Two connections of one group, at 12:00:00 UTC of the first day.
class ReachEventsTest : public testing::Test {
 protected:
  ReachEventsTest() {
    Config both = config({endpoint("teams", "192.0.2.1", {icmp_probe()})},
                         {connection("seattle", {prefix("203.0.113.0/24")}),
                          connection("portland", {prefix("198.51.100.0/24")})});
    for (ConnectionConfig& member : both.connections) member.redundancy_group = "contoso";
    assessment_ = *assessment_of(blank_snapshot(std::move(both)), nullptr, WallTime{12h});
  }

  AggregateReach& go_down(std::size_t connection) {
    AggregateReach& reach = assessment_.reach.connections[connection];
    reach.up = false;
    reach.changed = true;
    reach.since = assessment_.snapshot->taken_at - 20s;
    reach.reason = "no answer on its prefix";
    return reach;
  }

  std::vector<std::string> lines() {
    std::vector<std::string> lines;
    for (const Event& event : reach_events_of(assessment_)) {
      lines.push_back(std::string(name_of(event.level)) + " " + to_string(event));
    }
    return lines;
  }

  Assessment assessment_;
};

TEST_F(ReachEventsTest, ReportsNothingWithoutAChange) {
  EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(ReachEventsTest, NamesTheConnectionsThatStillWork) {
  assessment_.reach.connections[0].up = true;
  go_down(1);
  EXPECT_THAT(lines(), ElementsAre("warning portland: down: no answer on its prefix since 11:59:40 "
                                   "UTC; seattle of the same group is up"));
}

TEST_F(ReachEventsTest, ReportsTheLastConnectionAsAnError) {
  assessment_.reach.connections[0].up = false;
  go_down(1).diagnosis = "isp-b up, carrier up, gateway silent; likely cause: the access line";
  EXPECT_THAT(
      lines(),
      ElementsAre(
          "error portland: down: no answer on its prefix since 11:59:40 UTC (isp-b "
          "up, carrier up, gateway silent; likely cause: the access line); no other connection "
          "of its group is up"));
}

TEST_F(ReachEventsTest, ClaimsNothingOfConnectionsThatAreNotKnownYet) {
  go_down(1);
  EXPECT_THAT(lines(), ElementsAre("warning portland: down: no answer on its prefix since 11:59:40 "
                                   "UTC; it is not known yet whether another connection of its "
                                   "group is up"));
  assessment_.reach.connections[0].warm = true;
  EXPECT_THAT(lines(), ElementsAre("error portland: down: no answer on its prefix since 11:59:40 "
                                   "UTC; no other connection of its group is up"));
}

TEST_F(ReachEventsTest, ReportsTheDurationOfAnOutageAtItsEnd) {
  AggregateReach& reach = assessment_.reach.connections[1];
  reach.up = true;
  reach.changed = true;
  reach.lasted = 133s;
  EXPECT_THAT(lines(), ElementsAre("info portland: up again after 2 min 13 s"));
}

TEST_F(ReachEventsTest, ReportsAGroupAsAnError) {
  AggregateReach& group = assessment_.reach.groups["contoso"];
  group.up = false;
  group.changed = true;
  group.since = assessment_.snapshot->taken_at;
  group.reason = "none of its 2 connections is up";
  EXPECT_THAT(lines(),
              ElementsAre("error redundancy group contoso: down: none of its 2 connections "
                          "is up since 12:00:00 UTC"));
}

TEST_F(ReachEventsTest, NamesTheEdgeForAnEndpointThatAnswersNobody) {
  assessment_.reach.endpoints[0] = {.down = true, .changed = true, .prefixes = 2};
  EXPECT_THAT(lines(), ElementsAre("warning teams: no answer to any of 2 prefixes, while other "
                                   "endpoints answer; likely cause: the edge"));
}

TEST_F(ReachEventsTest, ReportsAPrefixAtLevelDebug) {
  PrefixReach& prefix = assessment_.reach.prefixes[0];
  prefix.reach = Reach::no_source;
  prefix.changed = true;
  prefix.since = assessment_.snapshot->taken_at - 15s;
  prefix.problem = "isp-a is down";
  EXPECT_THAT(lines(), ElementsAre("debug seattle 203.0.113.0/24: down: no source: isp-a is down "
                                   "since 11:59:45 UTC"));
}

TEST_F(ReachEventsTest, WarnsOfAFlappingPrefix) {
  assessment_.reach.prefixes[0].flapping_began = true;
  EXPECT_THAT(
      lines(),
      ElementsAre("warning seattle 203.0.113.0/24: flapping: three outages within an hour"));
}

}  // namespace
}  // namespace peeringd

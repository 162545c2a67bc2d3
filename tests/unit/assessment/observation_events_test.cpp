#include "assessment/observation_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rollup/roll_up.hpp"
#include "support/addresses.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One path, as the observations of its only target change.
class ObservationEventsTest : public ::testing::Test {
 protected:
  std::vector<std::string> at(Duration time) {
    const MonotonicTime now{1h + time};
    if (observations_.pop) observations_.pop->at = now;
    if (observations_.seen_from) observations_.seen_from->at = now;
    auto snapshot = std::make_shared<Snapshot>(
        blank_snapshot(config({endpoint("edge", "192.0.2.1", {icmp_probe()})},
                              {test::connection("seattle", {prefix("203.0.113.0/24")})})));
    snapshot->taken_at = now;
    set_observations(snapshot->targets[0], observations_);
    Assessment assessment;
    assessment.snapshot = snapshot;
    assessment.rollup = roll_up(*snapshot);
    last_ = events_.events_of(assessment);
    std::vector<std::string> lines;
    for (const Event& event : last_) lines.push_back(to_string(event));
    return lines;
  }

  void pop(const char* code, std::uint64_t changes) {
    observations_.pop = SeenPop{{code, "", "x-azure-ref"}, {}};
    observations_.pop_changes = changes;
  }

  void seen_from(const char* address) {
    observations_.seen_from = SeenFrom{test::address(address), {}};
  }

  TargetObservations observations_;
  ObservationEvents events_;
  std::vector<Event> last_;
};

TEST_F(ObservationEventsTest, IgnoresTheFirstPop) {
  EXPECT_THAT(at(0s), IsEmpty());
  pop("AMS", 0);
  EXPECT_THAT(at(1s), IsEmpty());
  EXPECT_THAT(at(2s), IsEmpty());
}

TEST_F(ObservationEventsTest, NamesBothPopsOfAChange) {
  pop("AMS", 0);
  at(0s);
  pop("FRA", 1);
  EXPECT_THAT(at(1s), ElementsAre("seattle 203.0.113.0/24 edge: PoP FRA answers; previously AMS"));
  EXPECT_EQ(last_[0].kind, EventKind::pop_changed);
  EXPECT_EQ(last_[0].fields, (std::vector<EventField>{
                                 {"from", "AMS"}, {"to", "FRA"}, {"changes", std::uint64_t{1}}}));
  EXPECT_THAT(at(2s), IsEmpty());
}

TEST_F(ObservationEventsTest, ReportsAnAlternatingPopAtMostOnceAMinute) {
  pop("AMS", 0);
  at(0s);
  pop("FRA", 1);
  at(1s);
  pop("AMS", 2);
  EXPECT_THAT(at(2s), ElementsAre("seattle 203.0.113.0/24 edge: PoP AMS answers; previously FRA"));
  pop("FRA", 3);
  EXPECT_THAT(at(3s), IsEmpty());
  pop("AMS", 4);
  EXPECT_THAT(at(4s), IsEmpty());
  EXPECT_THAT(at(62s),
              ElementsAre("seattle 203.0.113.0/24 edge: PoP AMS answers again, after 2 changes"));
  pop("FRA", 7);
  EXPECT_THAT(at(200s), ElementsAre("seattle 203.0.113.0/24 edge: PoP FRA answers; previously "
                                    "AMS (3 changes)"));
}

TEST_F(ObservationEventsTest, ContinuesAfterAReloadResetsTheCounter) {
  pop("AMS", 5);
  at(0s);
  pop("AMS", 0);
  EXPECT_THAT(at(1s), IsEmpty());
  pop("FRA", 1);
  EXPECT_THAT(at(2s), ElementsAre("seattle 203.0.113.0/24 edge: PoP FRA answers; previously AMS"));
}

TEST_F(ObservationEventsTest, IgnoresProbesThatPermanentlyReachDifferentPops) {
  pop("AMS", 0);
  at(0s);
  pop("FRA", 0);
  EXPECT_THAT(at(1s), IsEmpty()) << "no probe reaches another PoP than before";
  pop("AMS", 0);
  EXPECT_THAT(at(100s), IsEmpty());
}

TEST_F(ObservationEventsTest, WarnsOfAnEgressOutsideThePrefix) {
  seen_from("203.0.113.10");
  EXPECT_THAT(at(0s), IsEmpty());
  seen_from("198.51.100.7");
  EXPECT_THAT(
      at(1s),
      ElementsAre("seattle 203.0.113.0/24: probes leave from 198.51.100.7, outside the prefix"));
  EXPECT_EQ(last_[0].level, EventLevel::warning);
  EXPECT_EQ(last_[0].kind, EventKind::egress_mismatch);
  EXPECT_THAT(at(2s), IsEmpty());
  seen_from("203.0.113.10");
  EXPECT_THAT(at(3s), IsEmpty()) << "a second mismatch within the pause must be suppressed";
  EXPECT_THAT(at(61s), ElementsAre("seattle 203.0.113.0/24: probes leave from 203.0.113.10, inside "
                                   "the prefix again"));
  EXPECT_EQ(last_[0].kind, EventKind::egress_restored);
}

TEST_F(ObservationEventsTest, WarnsOfAnEgressOutsideThePrefixAtTheStart) {
  seen_from("198.51.100.7");
  EXPECT_EQ(at(0s).size(), 1U);
}

}  // namespace
}  // namespace peeringd

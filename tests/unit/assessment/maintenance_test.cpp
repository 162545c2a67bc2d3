#include "assessment/maintenance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

class MaintenanceTest : public testing::Test {
 protected:
  MaintenanceTest()
      : config_(config({endpoint("edge", "192.0.2.1", {icmp_probe()})},
                       {connection("seattle", {prefix("203.0.113.0/24")}),
                        connection("portland", {prefix("198.51.100.0/24")})})) {
    config_.connections[1].maintenance = {{WallTime{10h}, WallTime{12h}}};
  }

  std::vector<std::string> lines() {
    std::vector<std::string> lines;
    for (const Event& event : maintenance_.take_events()) lines.push_back(to_string(event));
    return lines;
  }

  Config config_;
  Maintenance maintenance_;
};

TEST_F(MaintenanceTest, FollowsTheConfiguration) {
  EXPECT_THAT(maintenance_.at(config_, WallTime{9h}), ElementsAre(false, false));
  EXPECT_THAT(lines(), IsEmpty());
  EXPECT_THAT(maintenance_.at(config_, WallTime{10h}), ElementsAre(false, true));
  EXPECT_THAT(lines(), ElementsAre("portland: maintenance began; its alerts are not sent"));
  EXPECT_THAT(maintenance_.at(config_, WallTime{12h}), ElementsAre(false, false));
  EXPECT_THAT(lines(), ElementsAre("portland: maintenance ended"));
}

TEST_F(MaintenanceTest, LastsAsLongAsAnnounced) {
  maintenance_.announce("seattle", WallTime{2h});
  EXPECT_THAT(maintenance_.at(config_, WallTime{1h}), ElementsAre(true, false));
  EXPECT_THAT(maintenance_.at(config_, WallTime{2h}), ElementsAre(false, false));
}

TEST_F(MaintenanceTest, EndsIfTheAnnouncedTimeHasPassed) {
  maintenance_.announce("seattle", WallTime{2h});
  maintenance_.at(config_, WallTime{1h});
  maintenance_.announce("seattle", WallTime{1h});
  EXPECT_THAT(maintenance_.at(config_, WallTime{1h}), ElementsAre(false, false));
}

TEST_F(MaintenanceTest, ContinuesAsConfiguredWhenAnAnnouncedOneEnds) {
  maintenance_.announce("portland", WallTime{9h});
  EXPECT_THAT(maintenance_.at(config_, WallTime{11h}), ElementsAre(false, true));
}

}  // namespace
}  // namespace peeringd

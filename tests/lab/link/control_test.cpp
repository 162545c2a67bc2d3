#include "control.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd::lab {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

struct Control : testing::Test {
  Ways ways{Way(1, 8), Way(2, 8)};
  Conditions& to_edge = ways.to_edge.conditions;
  Conditions& to_customer = ways.to_customer.conditions;
};

TEST_F(Control, SharesADelayOfTheRoundTripBetweenBothWays) {
  EXPECT_EQ(obey(ways, "delay 10ms"), "ok");
  EXPECT_EQ(to_edge.delay, milliseconds(5));
  EXPECT_EQ(to_customer.delay, milliseconds(5));
}

TEST_F(Control, GivesAWholeDelayToOneWay) {
  EXPECT_EQ(obey(ways, "delay 10ms to-customer"), "ok");
  EXPECT_EQ(to_edge.delay, Duration::zero());
  EXPECT_EQ(to_customer.delay, milliseconds(10));
}

TEST_F(Control, MakesARoundTripLoseTheShare) {
  EXPECT_EQ(obey(ways, "loss 19%"), "ok");
  EXPECT_DOUBLE_EQ(to_edge.loss, 0.1);
  EXPECT_DOUBLE_EQ(to_customer.loss, 0.1);
}

TEST_F(Control, TakesALossAsAShareOfOne) {
  EXPECT_EQ(obey(ways, "loss 0.25 to-edge"), "ok");
  EXPECT_DOUBLE_EQ(to_edge.loss, 0.25);
}

TEST_F(Control, HoldsPacketsBackOnOneWayOrBoth) {
  EXPECT_EQ(obey(ways, "reorder 5 50ms to-edge"), "ok");
  EXPECT_EQ(to_edge.held_back_every, 5U);
  EXPECT_EQ(to_edge.held_back_for, milliseconds(50));
  EXPECT_EQ(to_customer.held_back_every, 0U);
  EXPECT_EQ(obey(ways, "reorder 0 0s"), "ok");
  EXPECT_EQ(to_edge.held_back_every, 0U);
}

TEST_F(Control, TakesOneWayDownAndUp) {
  EXPECT_EQ(obey(ways, "down to-edge"), "ok");
  EXPECT_TRUE(to_edge.down);
  EXPECT_FALSE(to_customer.down);
  EXPECT_EQ(obey(ways, "up"), "ok");
  EXPECT_FALSE(to_edge.down);
}

TEST_F(Control, ReportsTheStatisticsOfBothWays) {
  ways.to_edge.enter(MonotonicTime{}, {});
  EXPECT_THAT(obey(ways, "stats"),
              testing::AllOf(StartsWith("to-edge state=up"), HasSubstr(" received=1 "),
                             HasSubstr("\nto-customer ")));
}

TEST_F(Control, SaysWhatIsWrongWithACommand) {
  for (const char* command : {"", "dealy 10ms", "delay", "delay fast", "delay 10ms sideways",
                              "reorder 5", "reorder x 5ms", "reorder 5 fast", "loss 101%",
                              "loss -1", "loss nan", "loss 5%x", "up 5", "stats 1"}) {
    EXPECT_THAT(obey(ways, command), StartsWith("error: ")) << command;
  }
  EXPECT_EQ(to_edge.delay, Duration::zero());
  EXPECT_EQ(to_edge.loss, 0);
}

}  // namespace
}  // namespace peeringd::lab

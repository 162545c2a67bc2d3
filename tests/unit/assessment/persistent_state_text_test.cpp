#include "assessment/persistent_state_text.hpp"

#include <gtest/gtest.h>

#include "support/addresses.hpp"
#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr WallTime wall{std::chrono::hours{1000}};

PersistentState some_state() {
  PersistentState state;
  state.outages = {{"seattle", "203.0.113.0/24", Reach::down, wall - 10min, ""},
                   {"portland", "2001:db8::/48", Reach::no_source, wall - 2min, "isp-b is down"}};
  state.maintenance["seattle"] = wall + 2h;
  return state;
}

TEST(StateText, ReadsTheStateThatWasWritten) {
  EXPECT_EQ(state_from(persistent_state_text(some_state(), wall), wall), some_state());
}

TEST(StateText, IsEmptyWithoutState) {
  EXPECT_EQ(state_from(persistent_state_text({}, wall), wall), PersistentState{});
}

TEST(StateText, ReplacesSeparatorsInTheTextOfAProblem) {
  PersistentState state = some_state();
  state.outages[1].problem = "isp-b\tis\ndown";
  EXPECT_EQ(state_from(persistent_state_text(state, wall), wall), some_state());
}

TEST(StateText, DropsOutagesAfterAnHourAndMaintenanceAtItsEnd) {
  const std::string text = persistent_state_text(some_state(), wall);
  EXPECT_EQ(state_from(text, wall + 1h)->outages.size(), 2U);
  const auto later = state_from(text, wall + 61min);
  EXPECT_TRUE(later->outages.empty());
  EXPECT_EQ(later->maintenance.size(), 1U);
  EXPECT_TRUE(state_from(text, wall + 2h)->maintenance.empty());
}

TEST(StateText, KeepsOutagesIfTheClockWasSetBack) {
  const std::string text = persistent_state_text(some_state(), wall);
  EXPECT_EQ(state_from(text, wall - 5min)->outages.size(), 2U);
  EXPECT_TRUE(state_from(text, wall - 61min)->outages.empty());
}

TEST(StateText, RejectsDamagedText) {
  const std::string text = persistent_state_text(some_state(), wall);
  EXPECT_FALSE(state_from("", wall));
  EXPECT_FALSE(state_from("peeringd state 2\n", wall));
  EXPECT_FALSE(state_from(text.substr(0, text.size() - 1), wall));
  EXPECT_FALSE(state_from(text + "surprise\n", wall));
  EXPECT_FALSE(state_from(text + "maintenance\tseattle\tsoon\n", wall));
  EXPECT_FALSE(state_from(text + "outage\tseattle\n", wall));
  EXPECT_FALSE(state_from(text + "maintenance\tseattle\t99999999999999\n", wall));
}

// What they do not understand, they reject with all the rest.
TEST(StateText, HasNothingThatEarlierVersionsDoNotUnderstand) {
  PersistentState state = some_state();
  const std::string text = persistent_state_text(state, wall);
  state.lines.addresses = {
      {"teams.example", test::address("203.0.113.10"), test::address("192.0.2.1"), wall}};
  EXPECT_EQ(persistent_state_text(state, wall), text);
  EXPECT_EQ(text,
            "peeringd state 1\n"
            "written\t3600000000\n"
            "outage\tseattle\t203.0.113.0/24\tdown\t3599400000\t\n"
            "outage\tportland\t2001:db8::/48\tno_source\t3599880000\tisp-b is down\n"
            "maintenance\tseattle\t3607200000\n");
}

TEST(PersistentStateOf, ContainsOutagesAndAnnouncedMaintenance) {
  const Snapshot snapshot = test::blank_snapshot(test::config(
      {test::endpoint("teams", "192.0.2.1", {test::icmp_probe()})},
      {test::connection("seattle",
                        {test::prefix("203.0.113.0/24"), test::prefix("203.0.112.0/24")})}));
  Assessment assessment = *test::assessment_of(snapshot, nullptr, wall);
  assessment.reach.prefixes[0] = {.reach = Reach::up};
  assessment.reach.prefixes[1] = {.reach = Reach::down, .since = snapshot.taken_at - 10s};
  assessment.announced["seattle"] = wall + 1h;
  const PersistentState state = persistent_state_of(assessment);
  ASSERT_EQ(state.outages.size(), 1U);
  EXPECT_EQ(state.outages[0],
            (LastingOutage{"seattle", "203.0.112.0/24", Reach::down, wall - 10s, ""}));
  EXPECT_EQ(state.maintenance, assessment.announced);
}

}  // namespace
}  // namespace peeringd

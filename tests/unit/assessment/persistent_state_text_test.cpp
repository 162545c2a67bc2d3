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
  state.addresses = {
      {"teams.example", test::address("203.0.113.10"), test::address("192.0.2.1"), wall - 3h},
      {"teams.example", test::address("2001:db8::10"), test::address("2001:db8::1"), wall - 1min}};
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

TEST(StateText, DropsAddressesADayAfterTheirAnswer) {
  const std::string text = persistent_state_text(some_state(), wall);
  EXPECT_EQ(state_from(text, wall + 21h)->addresses.size(), 2U);
  EXPECT_EQ(state_from(text, wall + 22h)->addresses.size(), 1U);
  EXPECT_TRUE(state_from(text, wall + 24h)->addresses.empty());
  EXPECT_TRUE(state_from(text, wall - 28h)->addresses.empty()) << "the clock was set back";
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
  EXPECT_FALSE(state_from(text + "address\ta.example\t203.0.113.10\tnowhere\t1\n", wall));
  EXPECT_FALSE(state_from(text + "address\ta.example\t203.0.113.10\t2001:db8::1\t1\n", wall));
  EXPECT_FALSE(state_from(text + "address\ta.example\t203.0.113.10\t192.0.2.1\n", wall));
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

TEST(KnownAddressesOf, AreThoseOfNamesOncePerSource) {
  Snapshot snapshot = test::blank_snapshot(test::config(
      {test::endpoint("teams", "teams.example", {test::icmp_probe(), test::tcp_probe(443)}),
       test::endpoint("fixed", "192.0.2.9", {test::icmp_probe()})},
      {test::connection("seattle",
                        {test::prefix("203.0.113.0/24"), test::prefix("203.0.112.0/24")}),
       test::connection("portland", {test::prefix("198.51.100.0/24")})}));
  snapshot.prefixes[0].choice.source->address = test::address("203.0.113.10");
  snapshot.prefixes[1].choice.source.reset();
  snapshot.prefixes[2].choice.source->address = test::address("198.51.100.10");
  for (TargetSnapshot& target : snapshot.targets) {
    target.address = test::address("192.0.2.1");
    target.names.needed = target.target.endpoint == 0;
    target.names.answered_at = snapshot.taken_at - 5min;
  }
  const auto known = known_addresses_of(*test::assessment_of(snapshot, nullptr, wall));
  const auto teams_from = [](const char* source) {
    return KnownAddress{"teams.example", test::address(source), test::address("192.0.2.1"),
                        wall - 5min};
  };
  EXPECT_EQ(known, (std::vector{teams_from("198.51.100.10"), teams_from("203.0.113.10")}));
}

}  // namespace
}  // namespace peeringd

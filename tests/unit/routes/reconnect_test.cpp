// What a reconnect leaves in doubt: tables that begin late, and RIS peers that are silent.
#include <gmock/gmock.h>

#include "routes/faults.hpp"
#include "routes/report_routes.hpp"
#include "scenario.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Cisco IOS-XR: `initial-refresh delay`.
TEST(Reconnect, OfARouterThatDelaysItsTableIsNoWithdrawal) {
  Scenario scenario;
  scenario.all_well().announce(watch_session, {64503, 64666}).events();
  scenario.disconnected("edge-1").up(primary_session).up(watch_session).wait(290);
  EXPECT_THAT(scenario.events(), IsEmpty());
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  scenario.announce(primary_session, {64501, 64496}).announce(watch_session, {64503, 64666});
  EXPECT_THAT(scenario.wait(60).events(), IsEmpty());
}

TEST(Reconnect, OfARouterThatSendsNothingIsCompleteAfterFiveMinutes) {
  Scenario scenario;
  scenario.all_well().disconnected("edge-1").up(primary_session).wait(299);
  EXPECT_EQ(scenario.presence(primary_session), Presence::unknown);
  scenario.wait(1);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
}

TEST(Withdrawal, OfThePrefixIsNotOverWithAMoreSpecific) {
  Scenario scenario;
  scenario.up(primary_session).announce(primary_session, {64501, 64496});
  scenario.withdraw(primary_session);
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
  scenario.announce(primary_session, {64501, 64496}, "203.0.113.128/25");
  EXPECT_EQ(scenario.presence(primary_session), Presence::absent);
}

TEST(Withdrawal, OfAnUnconfirmedRisRouteIsNoLossOfVisibility) {
  WatchedPrefix watched = watched_prefix();
  watched.least_visibility = 0.8;
  Scenario scenario(watched, 3);
  scenario.all_well().ris_connected(true);
  for (AsNumber peer = 1; peer <= 100; ++peer) scenario.ris_announce(peer, {peer, 64501, 64496});
  scenario.ris_connected(false).ris_connected(true).events();
  for (AsNumber peer = 1; peer <= 30; ++peer) scenario.ris_withdraw(peer);
  EXPECT_THAT(scenario.events(), IsEmpty());
  EXPECT_EQ(visibility_of(scenario.table().prefixes[0], watched.prefix).known, 0U);
}

}  // namespace
}  // namespace peeringd

#include "reachability/prefix_state.hpp"

#include <gtest/gtest.h>

#include "unit/reachability/observed_prefix.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::Prefix;
using test::start;
using test::window;

TEST(PrefixState, IsUnknownUntilTheFirstAnswer) {
  Prefix prefix;
  EXPECT_EQ(prefix.quiet(0s).reach, Reach::unknown);
  EXPECT_EQ(prefix.answered(1s).reach, Reach::up);
}

TEST(PrefixState, EndsItsWarmUpWhenKnownOrAfterAMinute) {
  Prefix known;
  EXPECT_FALSE(known.quiet(0s).warm);
  EXPECT_TRUE(known.answered(1s).warm);
  Prefix unknown;
  EXPECT_FALSE(unknown.quiet(0s).warm);
  EXPECT_FALSE(unknown.quiet(59s).warm);
  EXPECT_TRUE(unknown.quiet(60s).warm);
}

TEST(PrefixState, IsDownSinceTheSilenceBegan) {
  Prefix prefix;
  prefix.answered(0s);
  const PrefixReach& reach = prefix.silent(10s, 25s);
  EXPECT_EQ(reach.reach, Reach::down);
  EXPECT_EQ(reach.since, start + 10s);
  EXPECT_TRUE(reach.changed);
  EXPECT_FALSE(prefix.silent(10s, 26s).changed);
}

TEST(PrefixState, IsDownThoughItWasNeverUp) {
  Prefix prefix;
  EXPECT_EQ(prefix.silent(0s, 15s).reach, Reach::down);
}

TEST(PrefixState, IsUpAfterThreeAnswers) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.silent(10s, 25s);
  EXPECT_EQ(prefix.answered(30s, 2).reach, Reach::down);
  EXPECT_EQ(prefix.answered(31s, 1).reach, Reach::up);
}

TEST(PrefixState, DoesNotAddUpAnswersBetweenSilences) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.silent(10s, 25s);
  prefix.answered(30s, 2);
  prefix.silent(30s, 45s);
  EXPECT_EQ(prefix.answered(50s, 2).reach, Reach::down);
}

TEST(PrefixState, HasNoSourceAfterFifteenSeconds) {
  Prefix prefix;
  prefix.answered(0s);
  EXPECT_EQ(prefix.without_source(10s).reach, Reach::up);
  EXPECT_EQ(prefix.without_source(24s).reach, Reach::up);
  const PrefixReach& reach = prefix.without_source(25s);
  EXPECT_EQ(reach.reach, Reach::no_source);
  EXPECT_EQ(reach.since, start + 10s);
  EXPECT_EQ(reach.problem, "no address in 203.0.113.0/24");
}

TEST(PrefixState, IgnoresASourceThatReturnsWithinFifteenSeconds) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.without_source(10s);
  prefix.quiet(20s);
  EXPECT_EQ(prefix.without_source(30s).reach, Reach::up);
}

TEST(PrefixState, HasASourceWhileAnswersArriveThoughNoRouteIsFound) {
  Prefix prefix;
  prefix.answered(0s);
  const auto routeless = [&](Duration last_answer, Duration time) {
    return prefix
        .step({.source_problem = "no route from 203.0.113.10", .last_answer = start + last_answer},
              time)
        .reach;
  };
  EXPECT_EQ(routeless(20s, 30s), Reach::up);
  EXPECT_EQ(routeless(50s, 60s), Reach::up);
  EXPECT_EQ(routeless(50s, 64s), Reach::up);
  EXPECT_EQ(routeless(50s, 65s), Reach::no_source) << "since the last answer";
  prefix.answered(70s, answers_to_recover);
  EXPECT_EQ(routeless(70s, 100s), Reach::up) << "probed seldom";
  EXPECT_EQ(routeless(70s, 114s), Reach::up);
  EXPECT_EQ(routeless(70s, 115s), Reach::no_source);
}

TEST(PrefixState, StaysDownAfterTheSourceReturnsUntilAnswers) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.without_source(10s);
  prefix.without_source(25s);
  EXPECT_EQ(prefix.quiet(30s).reach, Reach::no_source);
  EXPECT_EQ(prefix.answered(31s, answers_to_recover).reach, Reach::up);
}

TEST(PrefixState, StartsAnOutageWithItsFirstCause) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.silent(10s, 25s);
  prefix.without_source(30s);
  const PrefixReach& reach = prefix.without_source(45s);
  EXPECT_EQ(reach.reach, Reach::no_source);
  EXPECT_EQ(reach.since, start + 10s);
}

TEST(PrefixState, IsUnknownIfItNeverHadASource) {
  Prefix prefix;
  prefix.without_source(0s);
  const PrefixReach& reach = prefix.without_source(2min);
  EXPECT_EQ(reach.reach, Reach::unknown);
  EXPECT_EQ(reach.problem, "no address in 203.0.113.0/24");
}

TEST(PrefixState, HasNoSourceFromTheStartIfOneIsConfigured) {
  Prefix prefix;
  const PrefixInput input{.source_problem = "no interface isp-a", .source_expected = true};
  prefix.step(input, 0s);
  EXPECT_EQ(prefix.step(input, 15s).reach, Reach::no_source);
}

TEST(PrefixState, IsUnknownIfThisHostBlocksItsProbes) {
  Prefix prefix;
  prefix.answered(0s);
  const PrefixReach& reach = prefix.step({.blocked = "probes do not leave this host"}, 20s);
  EXPECT_EQ(reach.reach, Reach::unknown);
  EXPECT_EQ(reach.problem, "probes do not leave this host");
}

TEST(PrefixState, WarmsUpForAMinuteOnceThisHostBlocksItsProbes) {
  Prefix prefix;
  prefix.answered(0s);
  const PrefixInput blocked{.blocked = "probes do not leave this host"};
  EXPECT_FALSE(prefix.step(blocked, 1h).warm);
  EXPECT_FALSE(prefix.step(blocked, 1h + 59s).warm);
  EXPECT_TRUE(prefix.step(blocked, 1h + 1min).warm);
  EXPECT_TRUE(prefix.answered(1h + 2min).warm);
}

TEST(PrefixState, WarmsUpForHalfAMinuteAfterItsLastAnswerIfNothingCanBeSent) {
  Prefix prefix;
  prefix.answered(0s);
  const PrefixInput blocked{.blocked = "probes do not leave this host",
                            .answered_before = start + 1h,
                            .unsendable = true};
  EXPECT_FALSE(prefix.step(blocked, 1h + 15s).warm);
  EXPECT_FALSE(prefix.step(blocked, 1h + 29s).warm);
  EXPECT_TRUE(prefix.step(blocked, 1h + 30s).warm);
  Prefix never_answered;
  EXPECT_FALSE(never_answered.step({.blocked = "no answer", .unsendable = true}, 0s).warm);
  EXPECT_FALSE(never_answered.step({.blocked = "no answer", .unsendable = true}, 59s).warm);
}

TEST(PrefixState, WarmsUpForAMinuteIfThisHostIsTooBusyToMeasure) {
  Prefix prefix;
  prefix.answered(0s);
  const PrefixInput busy{.blocked = "this host measures nothing", .answered_before = start + 1h};
  EXPECT_FALSE(prefix.step(busy, 1h + 1min).warm);
  EXPECT_FALSE(prefix.step(busy, 1h + 119s).warm);
  EXPECT_TRUE(prefix.step(busy, 1h + 2min).warm);
}

TEST(PrefixState, NeedsNoWarmUpOnceItsOptionalSourceDisappears) {
  Prefix prefix;
  prefix.answered(0s);
  const PrefixInput optional{.source_problem = "no address", .source_optional = true};
  prefix.step(optional, 1h);
  const PrefixReach& reach = prefix.step(optional, 1h + source_grace);
  EXPECT_EQ(reach.reach, Reach::unknown);
  EXPECT_TRUE(reach.warm);
}

TEST(PrefixState, StaysDownIfThisHostBlocksItsProbes) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.silent(10s, 25s);
  EXPECT_EQ(prefix.step({.blocked = "probes do not leave this host"}, 60s).reach, Reach::down);
}

TEST(PrefixState, FlapsAfterThreeOutagesWithinAnHour) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.outage(1min, 2min);
  prefix.outage(10min, 11min);
  EXPECT_FALSE(prefix.answered(12min).flapping);
  prefix.outage(20min, 21min);
  EXPECT_TRUE(prefix.answered(22min).flapping);
  EXPECT_TRUE(prefix.answered(61min).flapping);
  EXPECT_FALSE(prefix.answered(61min + 1s).flapping);
}

TEST(PrefixState, IsRecoveredForAWindow) {
  Prefix prefix;
  prefix.answered(0s);
  EXPECT_FALSE(prefix.answered(1s).recovered);
  prefix.silent(10s, 25s);
  EXPECT_FALSE(prefix.silent(10s, 26s).recovered);
  EXPECT_TRUE(prefix.answered(30s, answers_to_recover).recovered);
  EXPECT_TRUE(prefix.answered(26s + window - 1s).recovered);
  EXPECT_FALSE(prefix.answered(26s + window).recovered);
}

TEST(PrefixState, StaysDownWhenAnOptionalSourceDisappears) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.silent(10s, 25s);
  const PrefixInput optional{.source_problem = "no address", .source_optional = true};
  prefix.step(optional, 30s);
  EXPECT_EQ(prefix.step(optional, 60s).reach, Reach::down);
  const PrefixInput standby{
      .source_problem = "no address", .source_optional = true, .standby = true};
  EXPECT_EQ(prefix.step(standby, 61s).reach, Reach::unknown) << "another host has taken over";
}

TEST(PrefixState, IsRejectedUntilThreeProbesAreReceived) {
  Prefix prefix;
  prefix.answered(0s);
  EXPECT_EQ(prefix.step({.new_answers = 1, .rejection = "refused"}, 20s).rejection, "refused");
  EXPECT_EQ(prefix.step({.new_answers = 2, .new_received = 2}, 21s).rejection, "refused");
  EXPECT_EQ(prefix.step({.new_answers = 1, .new_received = 1}, 22s).rejection, "");
  EXPECT_EQ(prefix.quiet(23s).reach, Reach::up);
}

TEST(PrefixState, DatesALossFromWhenItWasNoLongerKnown) {
  Prefix prefix;
  prefix.answered(0s);
  PrefixInput gone{.source_problem = "no address", .source_optional = true};
  prefix.step(gone, 10s);
  ASSERT_EQ(prefix.step(gone, 30s).reach, Reach::unknown);
  prefix.silent(100s, 120s);
  EXPECT_EQ(prefix.memory().lost, start + 10s);
}

TEST(PrefixState, IsNotRejectedWhileItIsDown) {
  Prefix prefix;
  prefix.step({.new_answers = 1, .rejection = "reset"}, 0s);
  EXPECT_EQ(prefix.silent(1s, 20s).rejection, "");
}

}  // namespace
}  // namespace peeringd

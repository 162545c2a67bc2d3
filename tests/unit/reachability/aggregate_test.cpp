#include "reachability/aggregate.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr AggregatePart up{true, true};
constexpr AggregatePart not_up{false, true};
constexpr AggregatePart cold{std::nullopt, false};
constexpr AggregatePart warm{std::nullopt, true};

struct Case {
  const char* name;
  std::vector<AggregatePart> parts;
  std::optional<bool> expected;
};

class UpOf : public testing::TestWithParam<Case> {};

TEST_P(UpOf, FollowsTheTable) {
  EXPECT_EQ(up_of(GetParam().parts), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Parts, UpOf,
    testing::Values(Case{"AllUp", {up, up}, true}, Case{"OneUp", {not_up, up}, true},
                    Case{"OneUpOneCold", {up, cold}, true}, Case{"NoneUp", {not_up, not_up}, false},
                    Case{"NotUpAndCold", {not_up, cold}, std::nullopt},
                    Case{"NotUpAndWarm", {not_up, warm}, false},
                    Case{"AllCold", {cold, cold}, std::nullopt},
                    Case{"AllWarm", {warm, warm}, std::nullopt}, Case{"One", {not_up}, false}),
    [](const auto& tested) { return tested.param.name; });

PrefixReach reach_of(Reach reach, std::string problem = {}) {
  PrefixReach prefix;
  prefix.reach = reach;
  prefix.problem = std::move(problem);
  return prefix;
}

TEST(ReasonOf, CountsThePrefixesThatAreNotAnswered) {
  const PrefixReach prefixes[]{reach_of(Reach::down), reach_of(Reach::down)};
  EXPECT_EQ(reason_of(prefixes), "no answer on 2 of 2 prefixes");
}

TEST(ReasonOf, StatesWhyThereIsNoSource) {
  const PrefixReach prefixes[]{reach_of(Reach::no_source, "no address in 203.0.113.0/24")};
  EXPECT_EQ(reason_of(prefixes), "no source for its prefix: no address in 203.0.113.0/24");
}

TEST(ReasonOf, NamesBothCauses) {
  const PrefixReach prefixes[]{reach_of(Reach::down), reach_of(Reach::no_source, "isp-a is down"),
                               reach_of(Reach::unknown)};
  EXPECT_EQ(reason_of(prefixes),
            "no answer on 1 of 3 prefixes, no source for 1 of 3 prefixes: isp-a is down");
}

TEST(ReasonOf, NamesWhoAnswersInstead) {
  const PrefixReach prefixes[]{reach_of(Reach::down),
                               reach_of(Reach::down, "certificate of a is not that of b")};
  EXPECT_EQ(reason_of(prefixes),
            "no answer on 1 of 2 prefixes, answers on 1 of 2 prefixes are rejected: "
            "certificate of a is not that of b");
  EXPECT_EQ(reason_of({prefixes + 1, 1}),
            "answers on its prefix are rejected: certificate of a is not that of b");
}

TEST(ReasonOf, StatesWhatThisHostItselfPrevents) {
  const PrefixReach blocked = reach_of(Reach::unknown, "probes do not leave this host");
  const PrefixReach prefixes[]{reach_of(Reach::down), blocked,
                               reach_of(Reach::unknown, "no address in 203.0.113.0/24")};
  EXPECT_EQ(
      reason_of(prefixes, {false, true, false}),
      "no answer on 1 of 3 prefixes, 1 of 3 prefixes not known: probes do not leave this host");
  EXPECT_EQ(reason_of({&blocked, 1}, {true}), "");
}

TEST(LastLoss, IsWhenTheLastPartWentDown) {
  const AggregatePart parts[]{
      {false, true, MonotonicTime{1h}}, {false, true, MonotonicTime{2h}}, warm};
  EXPECT_EQ(last_loss(parts), MonotonicTime{2h});
}

TEST(LastLoss, IsWhenTheLastPartBecameUnknown) {
  const AggregatePart parts[]{{false, true, MonotonicTime{1h}}, {{}, true, MonotonicTime{2h}}};
  EXPECT_EQ(last_loss(parts), MonotonicTime{2h});
}

TEST(LastLoss, IsNoneWhileAPartIsUp) {
  const AggregatePart parts[]{{false, true, MonotonicTime{1h}}, up};
  EXPECT_EQ(last_loss(parts), std::nullopt);
}

TEST(NextState, DatesAnOutageFromTheLastPartAlsoIfThatBecameUnknown) {
  const AggregateReach before{.up = true, .since = MonotonicTime{}};
  const AggregatePart cooling[]{{false, true, MonotonicTime{1h}}, {{}, false, MonotonicTime{2h}}};
  const AggregateReach doubtful = next_state(before, cooling, MonotonicTime{2h + 15s});
  EXPECT_EQ(doubtful.up, std::nullopt);
  EXPECT_EQ(doubtful.lost, MonotonicTime{2h});
  const AggregatePart cooled[]{{false, true, MonotonicTime{1h}}, {{}, true, MonotonicTime{2h}}};
  const AggregateReach down = next_state(doubtful, cooled, MonotonicTime{2h + 30s});
  EXPECT_EQ(down.up, false);
  EXPECT_EQ(down.since, MonotonicTime{2h});
}

}  // namespace
}  // namespace peeringd

// A prefix that somebody else answers instead of the endpoints.
#include <gtest/gtest.h>

#include "unit/reachability/observed_prefix.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::Prefix;
using test::start;
using test::window;

TEST(PrefixState, IsDownWhileSomebodyElseAnswers) {
  Prefix prefix;
  prefix.answered(0s);
  const ForeignAnswers foreign{start + 10s, "certificate of a is not that of b"};
  const PrefixInput portal{.new_answers = 9, .foreign = foreign, .new_genuine = 0};
  const PrefixReach& reach = prefix.step(portal, 25s);
  EXPECT_EQ(reach.reach, Reach::down);
  EXPECT_TRUE(reach.is_foreign());
  EXPECT_EQ(reach.since, start + 10s);
  EXPECT_EQ(reach.problem, "certificate of a is not that of b");
  EXPECT_EQ(prefix.step(portal, 26s).reach, Reach::down) << "pings end nothing";
  EXPECT_EQ(prefix.step({.new_answers = 9, .new_genuine = 2}, 27s).reach, Reach::down);
  EXPECT_EQ(prefix.step({.new_answers = 9, .new_genuine = 1}, 28s).reach, Reach::up);
  prefix.silent(30s, 45s);
  EXPECT_EQ(prefix.step({.new_answers = 3, .new_genuine = 0}, 50s).reach, Reach::up)
      << "an outage of another kind";
}

TEST(PrefixState, StaysForeignThroughASilence) {
  Prefix prefix;
  prefix.answered(0s);
  const ForeignAnswers foreign{start + 10s, "somebody"};
  prefix.step({.new_answers = 9, .foreign = foreign, .new_genuine = 0}, 25s);
  const PrefixInput silent{.silence = Silence{start + 30s}, .foreign = foreign, .new_genuine = 0};
  EXPECT_FALSE(prefix.step(silent, 60s).is_foreign()) << "nobody answers";
  EXPECT_EQ(prefix.step({.new_answers = 9, .new_genuine = 0}, 61s).reach, Reach::down);
  EXPECT_EQ(prefix.step({.new_answers = 9, .new_genuine = 3}, 62s).reach, Reach::up);
}

TEST(PrefixState, RecoversFromForeignAnswersIfNoProbeCanTellAnyMore) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.step({.foreign = ForeignAnswers{start + 10s, "somebody"}, .new_genuine = 0}, 25s);
  EXPECT_EQ(prefix.answered(26s, answers_to_recover).reach, Reach::up);
}

TEST(PrefixState, RestoresForeignAnswersUntilGenuineOnes) {
  PrefixMemory memory;
  restore(memory, Reach::down, start, "somebody");
  update(memory, {.new_answers = 9, .new_genuine = 0}, window, start + 10s);
  EXPECT_TRUE(memory.reach.is_foreign()) << "nothing has passed since the start";
  update(memory, {.new_answers = 9, .new_genuine = 3}, window, start + 11s);
  EXPECT_EQ(memory.reach.reach, Reach::up);
}

TEST(PrefixState, StartsToCountAgainWhileSomebodyElseAnswers) {
  Prefix prefix;
  prefix.answered(0s);
  const ForeignAnswers foreign{start + 10s, "somebody"};
  for (const Duration time : {25s, 26s, 27s, 28s}) {
    EXPECT_EQ(prefix.step({.foreign = foreign, .new_genuine = 1}, time).reach, Reach::down);
  }
  EXPECT_EQ(prefix.step({.new_answers = 9, .new_genuine = 0}, 29s).reach, Reach::down);
}

TEST(PrefixState, KeepsTheTextOfForeignAnswersThatOthersChoose) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.step({.foreign = ForeignAnswers{start + 10s, "certificate of a"}, .new_genuine = 0}, 25s);
  const PrefixInput another{.foreign = ForeignAnswers{start + 10s, "certificate of b"},
                            .new_genuine = 0};
  EXPECT_EQ(prefix.step(another, 26s).problem, "certificate of a");
}

TEST(PrefixState, IsDownForForeignAnswersNoEarlierThanItWasUp) {
  Prefix prefix;
  prefix.answered(0s);
  prefix.silent(10s, 25s);
  ASSERT_EQ(prefix.answered(100s, answers_to_recover).reach, Reach::up);
  const ForeignAnswers portal{start + 1s, "somebody"};
  EXPECT_EQ(prefix.step({.foreign = portal, .new_genuine = 0}, 101s).since, start + 100s);
}

}  // namespace
}  // namespace peeringd

#include "base/suggestion.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace peeringd {
namespace {

constexpr std::array<std::string_view, 3> known{"interval", "timeout", "window"};

TEST(Nearest, FindsAWordDespiteOneTypo) {
  for (const char* word : {"intervall", "interva", "intervel", "intevral", "INTERVAL"}) {
    EXPECT_EQ(nearest(word, known), "interval") << word;
  }
}

TEST(Nearest, PrefersTheFewestChanges) {
  constexpr std::array<std::string_view, 2> names{"teams-europe", "teams-eu"};
  EXPECT_EQ(nearest("teams-e", names), "teams-eu");
}

TEST(Nearest, GuessesNothingForAWordThatIsFarFromAll) {
  for (const char* word : {"", "x", "colour", "win"}) EXPECT_EQ(nearest(word, known), "") << word;
  EXPECT_EQ(nearest(std::string(10'000, 'i'), known), "");
}

TEST(DidYouMean, IsEmptyWithoutAGuess) {
  EXPECT_EQ(did_you_mean("intervall", known), "; did you mean \"interval\"?");
  EXPECT_EQ(did_you_mean("colour", known), "");
}

TEST(DidYouMean, CompletesAUniqueBeginning) {
  const std::vector<std::string_view> levels{"warning", "window", "error", "errors"};
  EXPECT_EQ(did_you_mean("warn", levels), "; did you mean \"warning\"?");
  EXPECT_EQ(did_you_mean("wa", levels), "");
  EXPECT_EQ(did_you_mean("err", levels), "");
}

TEST(KnownWords, HasAFormForEachNumber) {
  const std::vector<std::string_view> two{"teams", "exchange"};
  EXPECT_EQ(known_words(two), "; the choices are teams, exchange");
  EXPECT_EQ(known_words(std::span(two).first(1)), "; there is only teams");
  EXPECT_EQ(known_words({}), "");
}

TEST(MeantOrKnown, ListsAFewWordsIfNoneIsNear) {
  EXPECT_EQ(meant_or_known("intervall", known), "; did you mean \"interval\"?");
  EXPECT_EQ(meant_or_known("colour", known), "; the choices are interval, timeout, window");
  const std::vector<std::string_view> many(11, "interval");
  EXPECT_EQ(meant_or_known("colour", many), "");
}

}  // namespace
}  // namespace peeringd

#include "base/pattern.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(Pattern, MatchesAnywhereUnlessAnchored) {
  const Pattern word = Pattern::compile("b+").value();
  EXPECT_TRUE(word.occurs_in("abbc"));
  EXPECT_FALSE(word.occurs_in("ac"));
  const Pattern whole = Pattern::compile("^b+$").value();
  EXPECT_TRUE(whole.occurs_in("bb"));
  EXPECT_FALSE(whole.occurs_in("abb"));
  EXPECT_FALSE(whole.occurs_in("bb\n"));
}

TEST(Pattern, ComparesByItsText) {
  EXPECT_EQ(Pattern::compile("a").value(), Pattern::compile("a").value());
  EXPECT_NE(Pattern::compile("a").value(), Pattern::compile("b").value());
}

TEST(Pattern, RejectsInvalidAndLargePatterns) {
  EXPECT_EQ(Pattern::compile("a(b").error().message, "missing ): a(b");
  EXPECT_FALSE(Pattern::compile("(?=a)"));
  EXPECT_FALSE(Pattern::compile("\\1"));
  EXPECT_EQ(Pattern::compile("(a{30}){30}").error().message,
            "it is too large: repeat less, or write fewer alternatives");
}

// A backtracking engine would take longer than the age of the universe.
TEST(Pattern, MatchesInLinearTime) {
  const Pattern pattern = Pattern::compile("(a*)*(a|aa)+(a|b)*a(a|b){20}c").value();
  EXPECT_FALSE(pattern.occurs_in(std::string(64 * 1024, 'a')));
}

}  // namespace
}  // namespace peeringd

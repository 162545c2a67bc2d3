#include "import/line_diff.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(LineDiff, IsEmptyForEqualTexts) {
  EXPECT_EQ(line_diff("a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(line_diff("", ""), "");
}

TEST(LineDiff, ShowsChangedLinesWithContext) {
  EXPECT_EQ(line_diff("1\n2\n3\n4\n5\nold\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\nnew\n6\n7\n8\n9\n"),
            "@@ -3 +3 @@\n 3\n 4\n 5\n-old\n+new\n 6\n 7\n 8\n");
}

TEST(LineDiff, StartsAHunkForEachDistantChange) {
  EXPECT_EQ(line_diff("a\n1\n2\n3\n4\n5\n6\n7\nz\n", "1\n2\n3\n4\n5\n6\n7\nz\ny\n"),
            "@@ -1 +1 @@\n-a\n 1\n 2\n 3\n@@ -7 +6 @@\n 6\n 7\n z\n+y\n");
}

TEST(LineDiff, ComparesWithAnEmptyText) {
  EXPECT_EQ(line_diff("", "a\nb\n"), "@@ -1 +1 @@\n+a\n+b\n");
  EXPECT_EQ(line_diff("a\nb\n", ""), "@@ -1 +1 @@\n-a\n-b\n");
}

TEST(LineDiff, FindsTheFewestChanges) {
  const std::string diff = line_diff("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n");
  const auto changes = std::count(diff.begin(), diff.end(), '-') - 1 +
                       std::count(diff.begin(), diff.end(), '+') - 1;  // of the hunk's line
  EXPECT_EQ(changes, 5);                                               // as in the paper
}

TEST(LineDiff, ReplacesTextsThatHaveNothingInCommon) {
  std::string before;
  std::string after;
  for (int i = 0; i < 3000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  const std::string diff = line_diff(before, after);
  EXPECT_EQ(std::count(diff.begin(), diff.end(), '\n'), 6001);
}

}  // namespace
}  // namespace peeringd

#include "base/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace peeringd {
namespace {

TEST(InQuotes, EscapesTerminalControls) {
  EXPECT_EQ(in_quotes("a\x1b[31m\nb"), "\"a?[31m?b\"");
  EXPECT_EQ(in_quotes("a\u009b31m\xff\u202e"), "\"a?31m??\"");
}

TEST(InQuotes, ShortensBetweenCharacters) {
  // 79 bytes and an umlaut of two: the umlaut does not fit whole.
  const std::string fitting(79, 'a');
  EXPECT_EQ(in_quotes(fitting + "ü and more"), '"' + fitting + "…\"");
}

TEST(CsvField, DoublesTheQuotesInIt) {
  EXPECT_EQ(csv_field("a, b"), R"("a, b")");
  EXPECT_EQ(csv_field(R"(the "edge")"), R"("the ""edge""")");
}

TEST(Enumerated, CountsTheWordsThatItLeavesOut) {
  const std::vector<std::string> words{"a", "b", "c"};
  EXPECT_EQ(enumerated(words), "a, b, c");
  EXPECT_EQ(enumerated(words, 2), "a, b and 1 more");
}

TEST(Counted, HasTheSingularForOneOnly) {
  EXPECT_EQ(counted(0, "range"), "0 ranges");
  EXPECT_EQ(counted(1, "range"), "1 range");
  EXPECT_EQ(counted(41200, "range"), "41200 ranges");
  EXPECT_EQ(counted(1, "prefix", "prefixes"), "1 prefix");
  EXPECT_EQ(counted(2, "prefix", "prefixes"), "2 prefixes");
}

}  // namespace
}  // namespace peeringd

#include "base/text.hpp"

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace peeringd

#include "base/printable.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(Printable, LeavesTextInAnyWritingAsItIs) {
  for (const char* text : {"", "a b", "Zürich", "東京", "🙂", R"(C:\x)"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, EscapesLineBreaks) {
  EXPECT_EQ(printable("a\nb\rc\td"), R"(a\nb\rc\td)");
  EXPECT_EQ(printable("a\u2028b\u2029c\u0085d"), R"(a\u2028b\u2029c\u0085d)");
}

TEST(Printable, EscapesTerminalControls) {
  EXPECT_EQ(printable(std::string_view("\0\x1b[31m\x7f", 7)), R"(\x00\x1b[31m\x7f)");
  EXPECT_EQ(printable("\u009b31m"), R"(\u009b31m)");  // CSI in one character
  EXPECT_EQ(printable("a\u202egpj\u2066x\u200f"), R"(a\u202egpj\u2066x\u200f)");
}

TEST(Printable, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("Z\xfcrich\x9b\xc2"), R"(Z\xfcrich\x9b\xc2)");
}

TEST(Escaped, LeavesPrintableAsciiAndNothingElse) {
  EXPECT_EQ(escaped("a b~", 80), "\"a b~\"");
  EXPECT_EQ(escaped("\"\\\n\r\t\x1b\x7f\xc2\x9b", 80), R"("\"\\\n\r\t\x1b\x7f\xc2\x9b")");
  EXPECT_EQ(escaped(std::string_view("\0", 1), 80), R"("\x00")");
}

TEST(Escaped, CutsOffLongText) {
  EXPECT_EQ(escaped("abcdef", 6), "\"abcdef\"");
  EXPECT_EQ(escaped("abcdef", 3), "\"abc…\"");
  EXPECT_EQ(escaped("", 3), "\"\"");
}

}  // namespace
}  // namespace peeringd

#include "base/escaped.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

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

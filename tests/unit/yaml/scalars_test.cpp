#include "yaml/scalars.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(WholeNumber, RejectsNumbersOutsideItsRange) {
  EXPECT_EQ(*parse_whole_number("1", 1, 65535), 1U);
  EXPECT_EQ(*parse_whole_number("65535", 1, 65535), 65535U);
  for (const char* text : {"0", "65536", "99999999999999999999999", "", "-1", "+1", " 1", "1.0"}) {
    EXPECT_FALSE(parse_whole_number(text, 1, 65535)) << text;
  }
}

TEST(WholeNumber, NeverReadsOctal) {
  EXPECT_EQ(parse_whole_number("010", 0, 100).error().message,
            "\"010\" has a leading zero, which some read as octal; write it without");
  EXPECT_EQ(*parse_whole_number("0", 0, 100), 0U);
}

}  // namespace
}  // namespace peeringd

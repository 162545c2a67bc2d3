#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(Utf8, AcceptsOneToFourBytesPerCharacter) {
  EXPECT_EQ(utf8_length("ab"), 1);
  EXPECT_EQ(utf8_length("üb"), 2);
  EXPECT_EQ(utf8_length("€b"), 3);
  EXPECT_EQ(utf8_length("\xf0\x9f\x99\x82z"), 4);
}

TEST(Utf8, RejectsTruncatedOverlongAndSurrogateSequences) {
  EXPECT_EQ(utf8_length(""), 0);
  EXPECT_EQ(utf8_length("\xfc"), 0);
  EXPECT_EQ(utf8_length("\xe2\x82"), 0);
  EXPECT_EQ(utf8_length("\xc0\x80"), 0);
  EXPECT_EQ(utf8_length("\xed\xa0\x80"), 0);
  EXPECT_EQ(utf8_length("\xf4\x90\x80\x80"), 0);
}

}  // namespace
}  // namespace peeringd

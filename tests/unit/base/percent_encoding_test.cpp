#include "base/percent_encoding.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(PercentEncoded, LeavesUnreservedCharacters) {
  EXPECT_EQ(percent_encoded("azAZ09-._~"), "azAZ09-._~");
}

TEST(PercentEncoded, EncodesEachByteOfOthers) {
  EXPECT_EQ(percent_encoded("203.0.113.0/24 \"ü\""), "203.0.113.0%2F24%20%22%C3%BC%22");
}

TEST(PercentEncoded, LeavesWhatTheCallerNames) {
  EXPECT_EQ(percent_encoded("/a b/", "/"), "/a%20b/");
}

}  // namespace
}  // namespace peeringd

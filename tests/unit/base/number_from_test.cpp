#include "base/number_from.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace peeringd {
namespace {

TEST(NumberFrom, ReadsTheWholeText) {
  EXPECT_EQ(number_from<int>("-7"), -7);
  EXPECT_EQ(number_from<std::uint32_t>("4294967295"), 4294967295U);
  EXPECT_EQ(number_from<std::uint32_t>("ff", 16), 255U);
  EXPECT_EQ(number_from<double>("1.5", std::chars_format::fixed), 1.5);
}

TEST(NumberFrom, FindsNoneInOtherTexts) {
  for (const char* text : {"", " 1", "1 ", "1.5", "one", "-"}) {
    EXPECT_EQ(number_from<int>(text), std::nullopt) << text;
  }
  EXPECT_EQ(number_from<double>("1e3", std::chars_format::fixed), std::nullopt);
}

TEST(NumberFrom, FindsNoneThatTheTypeCannotHold) {
  EXPECT_EQ(number_from<std::uint8_t>("256"), std::nullopt);
  EXPECT_EQ(number_from<std::uint32_t>("-1"), std::nullopt);
}

}  // namespace
}  // namespace peeringd

#include "base/percentage.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(PercentageText, HasThreeSignificantFigures) {
  EXPECT_EQ(percentage_text(0.34), "34%");
  EXPECT_EQ(percentage_text(0.13636), "13.6%");
  EXPECT_EQ(percentage_text(0.0123456), "1.23%");
  EXPECT_EQ(percentage_text(0.00019), "0.019%");
}

TEST(PercentageText, RoundsNothingToAllOrToNone) {
  EXPECT_EQ(percentage_text(0), "0%");
  EXPECT_EQ(percentage_text(1), "100%");
  EXPECT_EQ(percentage_text(0.9994), "99.9%");
  EXPECT_EQ(percentage_text(0.9996), ">99.9%");
  EXPECT_EQ(percentage_text(1e-6), "0.0001%");
  EXPECT_EQ(percentage_text(1e-8), "<0.0001%");
}

}  // namespace
}  // namespace peeringd

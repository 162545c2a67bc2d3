#include "model/test_result.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using enum TestResult;

TEST(TheWorst, IsFailThenWarningThenIndeterminate) {
  EXPECT_EQ(worst_of(fail, warning), fail);
  EXPECT_EQ(worst_of(indeterminate, fail), fail);
  EXPECT_EQ(worst_of(indeterminate, warning), warning);
  EXPECT_EQ(worst_of(pass, warning), warning);
  EXPECT_EQ(worst_of(pass, indeterminate), indeterminate);
  EXPECT_EQ(worst_of(pass, pass), pass);
}

TEST(TheBest, IsAFailOnlyWhenAllAre) {
  EXPECT_EQ(best_of(fail, pass), pass);
  EXPECT_EQ(best_of(fail, warning), warning);
  EXPECT_EQ(best_of(indeterminate, warning), warning);
  EXPECT_EQ(best_of(fail, indeterminate), indeterminate);
  EXPECT_EQ(best_of(fail, fail), fail);
}

}  // namespace
}  // namespace peeringd

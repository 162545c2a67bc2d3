#include "sample/answered_probes.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(AnsweredProbes, DistinguishesTheFirstAnswerFromDuplicates) {
  AnsweredProbes answered;
  EXPECT_TRUE(answered.note(1'000'000));
  EXPECT_FALSE(answered.note(1'000'000));
  EXPECT_FALSE(answered.note(1'000'000));
}

TEST(AnsweredProbes, RemembersEarlierProbesWhenLaterOnesComeIn) {
  AnsweredProbes answered;
  EXPECT_TRUE(answered.note(100));
  EXPECT_TRUE(answered.note(163));
  EXPECT_FALSE(answered.note(100));
  EXPECT_TRUE(answered.note(101));
  EXPECT_FALSE(answered.note(101));
}

TEST(AnsweredProbes, ForgetsProbesThatAre64OrMoreNumbersOld) {
  AnsweredProbes answered;
  EXPECT_TRUE(answered.note(100));
  EXPECT_TRUE(answered.note(164));
  EXPECT_TRUE(answered.note(100));
}

}  // namespace
}  // namespace peeringd

#include "dial/backoff.hpp"

#include <gtest/gtest.h>

namespace peeringd::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Backoff, DoublesUpToTheMaximumDelay) {
  Backoff backoff(seconds{1}, seconds{5});
  EXPECT_EQ(backoff.next(0), seconds{1});
  EXPECT_EQ(backoff.next(0), seconds{2});
  EXPECT_EQ(backoff.next(0), seconds{4});
  EXPECT_EQ(backoff.next(0), seconds{5});
  EXPECT_EQ(backoff.next(0), seconds{5});
}

TEST(Backoff, ShortensADelayByUpToHalfAtRandom) {
  EXPECT_EQ(Backoff(seconds{8}, seconds{8}).next(1), seconds{4});
  EXPECT_EQ(Backoff(seconds{8}, seconds{8}).next(0.5), seconds{6});
}

TEST(Backoff, StartsAgainAfterASuccess) {
  Backoff backoff(seconds{1}, seconds{60});
  backoff.next(0);
  backoff.next(0);
  backoff.succeed();
  EXPECT_EQ(backoff.next(0), seconds{1});
}

TEST(Backoff, AcceptsAnotherMaximumDelayForOneAttempt) {
  Backoff backoff(seconds{4}, seconds{60});
  EXPECT_EQ(backoff.next(0, milliseconds{500}), milliseconds{500});
  EXPECT_EQ(backoff.next(0), milliseconds{500});
  EXPECT_EQ(backoff.next(0), seconds{1});
}

}  // namespace
}  // namespace peeringd::test

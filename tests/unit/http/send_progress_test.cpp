#include "http/send_progress.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr MonotonicTime start{1000h};

TEST(SendProgress, IsSlowIfTooFewBytesAreAcknowledged) {
  SendProgress progress(1s, 1000);
  progress.begin(start, {50'000, false});
  EXPECT_FALSE(progress.is_due(start + 999ms));
  EXPECT_TRUE(progress.is_due(start + 1s));
  progress.look(start + 1s, {51'000, false});
  EXPECT_EQ(progress.slow_since(), std::nullopt);
  progress.look(start + 3s, {52'999, false});
  EXPECT_EQ(progress.slow_since(), start + 1s);
  progress.look(start + 4s, {52'999, false});
  EXPECT_EQ(progress.slow_since(), start + 1s) << "the slow period must keep its start";
  progress.look(start + 5s, {54'000, false});
  EXPECT_EQ(progress.slow_since(), std::nullopt);
}

TEST(SendProgress, IsNotSlowIfThereIsNothingToSend) {
  SendProgress progress(1s, 1000);
  progress.begin(start, {0, true});
  progress.look(start + 2s, {0, true});
  EXPECT_EQ(progress.slow_since(), std::nullopt);
}

TEST(SendProgress, StartsOverWithEachResponse) {
  SendProgress progress(1s, 1000);
  progress.begin(start, {0, false});
  progress.look(start + 1s, {0, false});
  EXPECT_TRUE(progress.slow_since());
  progress.begin(start + 2s, {0, false});
  EXPECT_FALSE(progress.slow_since());
}

}  // namespace
}  // namespace peeringd

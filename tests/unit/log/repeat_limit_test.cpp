#include "log/repeat_limit.hpp"

#include <gtest/gtest.h>

namespace peeringd::log {
namespace {

using namespace std::chrono_literals;

constexpr MonotonicTime start{1h};

TEST(RepeatLimit, LogsTheFirstEventOfACauseImmediately) {
  RepeatLimit limit(1min);
  EXPECT_EQ(limit.admit(1, start), 0);
  EXPECT_EQ(limit.admit(2, start), 0);
}

TEST(RepeatLimit, SuppressesACauseDuringItsPause) {
  RepeatLimit limit(1min);
  limit.admit(1, start);
  EXPECT_EQ(limit.admit(1, start), std::nullopt);
  EXPECT_EQ(limit.admit(1, start + 59s), std::nullopt);
  EXPECT_NE(limit.admit(1, start + 60s), std::nullopt);
  EXPECT_EQ(limit.admit(1, start + 119s), std::nullopt);
}

TEST(RepeatLimit, CountsTheSuppressedEventsOfEachCause) {
  RepeatLimit limit(1min);
  limit.admit(1, start);
  limit.admit(2, start);
  for (int i = 0; i < 3; ++i) limit.admit(1, start + 1s);
  limit.admit(2, start + 1s);
  EXPECT_EQ(limit.admit(1, start + 1min), 3);
  EXPECT_EQ(limit.admit(2, start + 1min), 1);
  EXPECT_EQ(limit.admit(1, start + 2min), 0);
}

// More causes than it can store.
void log_all_causes_it_has_room_for(RepeatLimit& limit) {
  for (std::uint64_t cause = 0; cause < RepeatLimit::max_causes; ++cause) {
    EXPECT_EQ(limit.admit(cause, start), 0) << cause;
  }
}

TEST(RepeatLimit, SuppressesTooManyCausesAndCountsThemWithTheNext) {
  RepeatLimit limit(1min);
  log_all_causes_it_has_room_for(limit);
  for (std::uint64_t cause = 100; cause < 200; ++cause) {
    EXPECT_EQ(limit.admit(cause, start + 1s), std::nullopt) << cause;
  }
  EXPECT_EQ(limit.admit(200, start + 1min), 100);
}

TEST(RepeatLimit, ReusesTheEntryOfAnOldCauseAndLosesNoCount) {
  RepeatLimit limit(1min);
  log_all_causes_it_has_room_for(limit);
  limit.admit(0, start + 1s);
  EXPECT_EQ(limit.admit(100, start + 1min), 1);
}

TEST(RepeatLimit, AddsNothingToALineIfNoneWasSuppressed) {
  EXPECT_EQ(left_out_suffix(0), "");
  EXPECT_EQ(left_out_suffix(41), " (41 similar messages not logged)");
  EXPECT_EQ(left_out_suffix(1), " (1 similar message not logged)");
}

TEST(RepeatLimit, CountsCausesSeparatelyWhileThereIsRoom) {
  RepeatLimit limit(1min);
  EXPECT_EQ(limit.admit(1, start), 0U);
  EXPECT_EQ(limit.admit(1, start + 1s), std::nullopt);
  EXPECT_EQ(limit.admit(2, start + 2min), 0U);
  EXPECT_EQ(limit.admit(1, start + 3min), 1U);
}

}  // namespace
}  // namespace peeringd::log

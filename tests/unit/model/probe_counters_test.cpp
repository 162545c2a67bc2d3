#include "model/probe_counters.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

void expect_balanced(const ProbeCounters& counters) {
  EXPECT_EQ(counters.sent, counters.received + counters.lost_total() + counters.in_flight);
}

TEST(ProbeCounters, BalanceAfterEveryEvent) {
  ProbeCounters counters;
  for (int round = 0; round < 3; ++round) {
    record_sent(counters);
    expect_balanced(counters);
    record_sent(counters);
    expect_balanced(counters);
    record_received(counters);
    expect_balanced(counters);
    record_lost(counters, LossReason::refused);
    expect_balanced(counters);
  }
  EXPECT_EQ(counters.sent, 6U);
  EXPECT_EQ(counters.received, 3U);
  EXPECT_EQ(counters.lost[index_of(LossReason::refused)], 3U);
  EXPECT_EQ(counters.in_flight, 0U);
}

TEST(ProbeCounters, ExcludeProbesThatWereNotSentFromLoss) {
  ProbeCounters counters;
  record_error(counters, ErrorReason::permission);
  EXPECT_EQ(counters.errors[index_of(ErrorReason::permission)], 1U);
  EXPECT_EQ(counters.sent, 0U);
  EXPECT_EQ(counters.lost_total(), 0U);
}

}  // namespace
}  // namespace peeringd

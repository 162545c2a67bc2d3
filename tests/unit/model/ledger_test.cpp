#include "model/ledger.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

void expect_balanced(const Ledger& ledger) {
  EXPECT_EQ(ledger.sent, ledger.received + ledger.lost_total() + ledger.in_flight);
}

TEST(ProbeCounters, BalanceAfterEveryEvent) {
  Ledger ledger;
  for (int round = 0; round < 3; ++round) {
    record_sent(ledger);
    expect_balanced(ledger);
    record_sent(ledger);
    expect_balanced(ledger);
    record_received(ledger);
    expect_balanced(ledger);
    record_lost(ledger, LossReason::refused);
    expect_balanced(ledger);
  }
  EXPECT_EQ(ledger.sent, 6U);
  EXPECT_EQ(ledger.received, 3U);
  EXPECT_EQ(ledger.lost[index_of(LossReason::refused)], 3U);
  EXPECT_EQ(ledger.in_flight, 0U);
}

TEST(ProbeCounters, ExcludeProbesThatWereNotSentFromLoss) {
  Ledger ledger;
  record_error(ledger, ErrorReason::permission);
  EXPECT_EQ(ledger.errors[index_of(ErrorReason::permission)], 1U);
  EXPECT_EQ(ledger.sent, 0U);
  EXPECT_EQ(ledger.lost_total(), 0U);
}

}  // namespace
}  // namespace peeringd

#include "model/period_record.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

PeriodRecord record() {
  PeriodRecord record;
  record.sent = 10;
  record.received = 6;
  record.inconclusive = 1;
  record.skipped = 2;
  record.lost[index_of(LossReason::timeout)] = 2;
  record.errors[index_of(ErrorReason::source)] = 1;
  record.difference_sum = 5ms;
  record.difference_count = 5;
  for (std::uint32_t i = 0; i < 6; ++i) record.round_trips.add(100'000 + 1000 * i);
  return record;
}

TEST(PeriodRecord, AddsUpEveryPart) {
  PeriodRecord sum = record();
  sum += record();
  EXPECT_EQ(sum.sent, 20U);
  EXPECT_EQ(sum.received, 12U);
  EXPECT_EQ(sum.inconclusive, 2U);
  EXPECT_EQ(sum.skipped, 4U);
  EXPECT_EQ(sum.lost[index_of(LossReason::timeout)], 4U);
  EXPECT_EQ(sum.errors[index_of(ErrorReason::source)], 2U);
  EXPECT_EQ(sum.difference_sum, 10ms);
  EXPECT_EQ(sum.difference_count, 10U);
  EXPECT_EQ(sum.round_trips.count(), 12U);
}

TEST(PeriodRecord, ComputesLossJitterAndCoverage) {
  EXPECT_DOUBLE_EQ(*record().loss_ratio(), 0.25);
  EXPECT_EQ(record().jitter(), 1ms);
  EXPECT_DOUBLE_EQ(*record().coverage(), 8.0 / 12.0);
}

TEST(PeriodRecord, HasNoValueWithoutMeasurements) {
  EXPECT_TRUE(PeriodRecord().empty());
  EXPECT_FALSE(PeriodRecord().loss_ratio());
  EXPECT_FALSE(PeriodRecord().jitter());
  EXPECT_FALSE(PeriodRecord().coverage());
  PeriodRecord unsent;
  unsent.errors[index_of(ErrorReason::source)] = 6;
  EXPECT_FALSE(unsent.loss_ratio());
  EXPECT_DOUBLE_EQ(*unsent.coverage(), 0);
  EXPECT_FALSE(unsent.empty());
}

}  // namespace
}  // namespace peeringd

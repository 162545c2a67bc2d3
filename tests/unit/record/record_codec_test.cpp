#include "record/record_codec.hpp"

#include <gtest/gtest.h>

#include <random>

#include "record/varint.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

Bytes encoded(const PeriodRecord& record) {
  Bytes bytes;
  encode(record, bytes);
  return bytes;
}

PeriodRecord quiet_minute() {
  PeriodRecord record;
  for (std::uint32_t i = 0; i < 6; ++i) record.round_trips.add(100'000 + 400 * i);
  record.received = record.sent = record.difference_count = 6;
  record.difference_sum = 200us;
  return record;
}

PeriodRecord bad_hour() {
  PeriodRecord record;
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i)
    record.round_trips.add(250'000 + static_cast<std::uint32_t>(random() % 600'000));
  record.received = 3000;
  record.sent = 3605;
  record.difference_count = 2999;
  record.difference_sum = 42s;
  record.inconclusive = 5;
  record.skipped = 300;
  record.lost[index_of(LossReason::timeout)] = 500;
  record.lost[index_of(LossReason::dns)] = 99;
  record.errors[index_of(ErrorReason::source)] = 1;
  record.errors[index_of(ErrorReason::send)] = 1'000'000;
  return record;
}

TEST(RecordCodec, ReadsBackWhatItWrote) {
  for (const PeriodRecord& record : {PeriodRecord(), quiet_minute(), bad_hour()}) {
    const auto read = decode_record(encoded(record));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, record);
  }
}

TEST(RecordCodec, ReadsBackACountThatDiffersFromTheRoundTripTimes) {
  PeriodRecord record = quiet_minute();
  record.received = 7;  // an answer whose time belongs to the next minute
  record.sent = 7;
  EXPECT_EQ(*decode_record(encoded(record)), record);
}

TEST(RecordCodec, WritesAnAverageMinuteInFewBytes) {
  EXPECT_LE(encoded(quiet_minute()).size(), 12U);
}

TEST(RecordCodec, ReadsBackBucketsFarApartAndLargeCounts) {
  PeriodRecord record;
  record.round_trips.add_bucket(0, 1);
  record.round_trips.add_bucket(1, 1'000'000'000'000);
  record.round_trips.add_bucket(Distribution::bucket_count - 1, 7);
  record.received = record.sent = record.round_trips.count();
  EXPECT_EQ(*decode_record(encoded(record)), record);
}

TEST(RecordCodec, RefusesEveryTruncatedRecord) {
  const Bytes bytes = encoded(bad_hour());
  for (std::size_t size = 0; size + 1 < bytes.size(); ++size) {
    const auto read = decode_record(std::span(bytes).first(size));
    // The part before the round-trip times is a record as well.
    if (read) {
      EXPECT_TRUE(read->round_trips.empty()) << size;
    }
  }
}

TEST(RecordCodec, RefusesInvalidRecords) {
  EXPECT_FALSE(decode_record({})) << "nothing";
  EXPECT_FALSE(decode_record(Bytes{0xff, 0x01})) << "unknown flags";
  EXPECT_FALSE(decode_record(Bytes{0, 0, 1, 0xff, 0x7f, 0, 0})) << "a bucket beyond the last";
  EXPECT_FALSE(decode_record(Bytes{0, 0, 3, 0xbf, 0x0d, 0, 0})) << "buckets beyond the last";
  EXPECT_FALSE(decode_record(Bytes{0, 0, 0, 0, 0, 0})) << "no bucket";
  EXPECT_FALSE(decode_record(Bytes{0, 0, 1, 5})) << "a bucket without a count";
  EXPECT_FALSE(decode_record(Bytes{0, 0, 1, 5, 0, 0, 0})) << "there is data after the end";
  EXPECT_FALSE(decode_record(Bytes{0, 0x80, 0x00, 2})) << "a number in too many bytes";
  EXPECT_FALSE(decode_record(Bytes{32, 0, 0xff, 0x7f})) << "a reason that there is not";
  EXPECT_FALSE(decode_record(Bytes(20, 0xff))) << "a number without a last byte";
}

TEST(RecordCodec, SurvivesBytesOfAnyKind) {
  std::mt19937 random(1);
  for (int round = 0; round < 1'000; ++round) {
    Bytes bytes = encoded(round % 2 == 0 ? quiet_minute() : bad_hour());
    for (int i = 0; i < 3; ++i)
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
    const auto read = decode_record(bytes);
    if (!read) continue;
    const auto again = decode_record(encoded(*read));
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *read);
  }
}

}  // namespace
}  // namespace peeringd

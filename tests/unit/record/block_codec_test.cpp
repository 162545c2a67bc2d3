#include "record/block_codec.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "record/range_coder.hpp"
#include "record/record_codec.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t periods = 60;

PeriodRecord measured_minute(std::mt19937& random, double tail_ms = 0.4) {
  std::lognormal_distribution<double> tail(std::log(tail_ms * 10'000), 1.0);
  PeriodRecord record;
  for (int i = 0; i < 60; ++i) {
    record.round_trips.add(250'000 + static_cast<std::uint32_t>(tail(random)));
  }
  record.sent = record.received = record.difference_count = 60;
  record.difference_sum = 100ns * static_cast<std::int64_t>(300'000 + random() % 100'000);
  return record;
}

PeriodRecord faulty_minute(std::mt19937& random) {
  PeriodRecord record = measured_minute(random, 90);
  record.sent += 14;
  record.received += 1;  // its round-trip time belongs to the next minute
  record.lost[index_of(LossReason::timeout)] = 9;
  record.lost[index_of(LossReason::dns)] = random() % 3;
  record.errors[index_of(ErrorReason::send)] = 1'000'000'000;
  record.inconclusive = 2;
  record.skipped = random() % 2;
  return record;
}

BlockSeries series_of(StoredId id, std::mt19937& random) {
  BlockSeries series{id, {}};
  for (std::size_t i = 0; i < periods; ++i) {
    series.records.push_back(i % 7 == 3 ? faulty_minute(random) : measured_minute(random));
  }
  series.records[5] = {};  // the daemon did not run
  series.records[6] = {};
  return series;
}

RecordBlock path_block(std::mt19937& random) {
  return {4'200'000, {series_of(8'400'001, random), series_of(8'400'002, random)}, {}};
}

BlockSeries sum_of_parts(const RecordBlock& block, StoredId id) {
  BlockSeries sum = block.series.front();
  sum.series = id;
  for (std::size_t i = 0; i < periods; ++i) sum.records[i] += block.series[1].records[i];
  return sum;
}

TEST(BlockCodec, ReadsBackWhatItWrote) {
  std::mt19937 random(1);
  RecordBlock block = path_block(random);
  block.series.push_back({8'400'003, std::vector<PeriodRecord>(periods)});
  block.series.back().records[59].round_trips.add_bucket(0, 1);
  block.series.back().records[59].round_trips.add_bucket(Distribution::bucket_count - 1,
                                                         1'000'000'000'000);
  const auto read = decode_block(encode_block(block, periods).value(), block.owner, periods);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->series, block.series);
  EXPECT_FALSE(read->records_of(block.owner));
  EXPECT_EQ(read->records_of(8'400'002), block.series[1].records);
}

TEST(BlockCodec, TakesLessThanTwoThirdsOfSingleRecords) {
  std::mt19937 random(1);
  RecordBlock block{1, {{1, {}}}, {}};
  Bytes single;
  for (std::size_t i = 0; i < periods; ++i) {
    block.series[0].records.push_back(measured_minute(random));
    encode(block.series[0].records.back(), single);
  }
  EXPECT_LT(encode_block(block, periods)->size(), single.size() * 2 / 3);
}

TEST(BlockCodec, OmitsAPathThatIsTheSumOfItsTargets) {
  std::mt19937 random(1);
  RecordBlock block = path_block(random);
  const auto sum = sum_of_parts(block, block.owner);
  block.series.insert(block.series.begin(), sum);
  leave_out_sum(block);
  EXPECT_EQ(block.series.size(), 2U);
  const auto read = decode_block(encode_block(block, periods).value(), block.owner, periods);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->records_of(block.owner), sum.records);
}

TEST(BlockCodec, FindsTheTargetsThatAPathSums) {
  std::mt19937 random(1);
  RecordBlock block = path_block(random);
  const auto sum = sum_of_parts(block, block.owner);
  block.series.insert(block.series.begin(), series_of(8'400'000, random));  // a STUN probe
  block.series.push_back(sum);
  leave_out_sum(block);
  EXPECT_EQ(block.summed, (std::vector<std::size_t>{1, 2}));
}

TEST(BlockCodec, KeepsAPathThatIsNotASum) {
  std::mt19937 random(1);
  RecordBlock block = path_block(random);
  auto other = sum_of_parts(block, block.owner);
  ++other.records[30].lost[0];
  block.series.push_back(other);
  leave_out_sum(block);
  EXPECT_TRUE(block.summed.empty());
  const auto read = decode_block(encode_block(block, periods).value(), block.owner, periods);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->records_of(block.owner), other.records);
}

TEST(BlockCodec, RefusesDamagedBytes) {
  std::mt19937 random(1);
  const RecordBlock block = path_block(random);
  const Bytes bytes = encode_block(block, periods).value();
  EXPECT_FALSE(decode_block({}, block.owner, periods));
  EXPECT_FALSE(decode_block(std::span(bytes).first(bytes.size() / 2), block.owner, periods));
  for (int round = 0; round < 300; ++round) {
    Bytes damaged = bytes;
    damaged[random() % damaged.size()] ^= static_cast<std::uint8_t>(1 + random() % 255);
    EXPECT_FALSE(decode_block(damaged, block.owner, periods)) << round;
  }
}

TEST(BlockCodec, RefusesWhatItCannotEncode) {
  std::mt19937 random(1);
  RecordBlock block = path_block(random);
  block.series[0].records[7].skipped = std::uint64_t{1} << 60;
  EXPECT_FALSE(encode_block(block, periods));
  block = {1, {}, {}};
  for (StoredId id = 2; id < 2 + max_block_series; ++id) {
    block.series.push_back({id, std::vector<PeriodRecord>(periods)});
  }
  EXPECT_TRUE(encode_block(block, periods));
  block.series.push_back({1, std::vector<PeriodRecord>(periods)});
  EXPECT_FALSE(encode_block(block, periods));
}

TEST(BlockCodec, ToleratesArbitraryBytes) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    Bytes bytes(random() % 400);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    static_cast<void>(decode_block(bytes, 1, periods));
  }
}

TEST(RangeCoder, ReadsBackBitsOfAnyProbability) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    const unsigned ones_of_100 = seed % 101;
    std::vector<unsigned> bits(seed * 17);
    for (unsigned& bit : bits) bit = random() % 100 < ones_of_100 ? 1 : 0;
    Bytes bytes;
    RangeEncoder encoder(bytes);
    BitModel model;
    for (std::size_t i = 0; i < bits.size(); ++i) {
      i % 5 == 0 ? encoder.code_even(bits[i]) : encoder.code(model, bits[i]);
    }
    encoder.finish();
    RangeDecoder decoder(bytes);
    model = {};
    for (std::size_t i = 0; i < bits.size(); ++i) {
      const unsigned bit = i % 5 == 0 ? decoder.code_even(0) : decoder.code(model, 0);
      ASSERT_EQ(bit, bits[i]) << seed << " " << i;
    }
  }
}

}  // namespace
}  // namespace peeringd

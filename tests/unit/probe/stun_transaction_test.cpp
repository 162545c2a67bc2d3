#include "probe/stun_transaction.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <set>

namespace peeringd::test {
namespace {

constexpr ProbeTag a_tag{17, 4, 178293};

TEST(TransactionCodec, DecodesWhatItEncoded) {
  const TransactionCodec codec;
  constexpr ProbeTag largest{(1U << TransactionCodec::flight_bits) - 1,
                             (1U << TransactionCodec::target_bits) - 1,
                             (std::uint64_t{1} << TransactionCodec::number_bits) - 1};
  for (const ProbeTag& tag : {ProbeTag{}, a_tag, largest}) {
    EXPECT_EQ(codec.decode(codec.encode(tag)), tag);
  }
}

TEST(TransactionCodec, GivesNoTwoProbesTheSameId) {
  const TransactionCodec codec;
  std::set<TransactionId> ids;
  for (std::uint32_t flight = 0; flight < 10; ++flight) {
    for (std::uint32_t target = 0; target < 10; ++target) {
      for (std::uint64_t number = 0; number < 100; ++number) {
        EXPECT_TRUE(ids.insert(codec.encode({flight, target, number})).second);
      }
    }
  }
}

TEST(TransactionCodec, NeverDecodesATamperedIdToTheOriginalTag) {
  const TransactionCodec codec;
  const TransactionId id = codec.encode(a_tag);
  for (std::size_t at = 0; at < id.size(); ++at) {
    for (int flip = 1; flip < 256; ++flip) {
      TransactionId forged = id;
      forged[at] = static_cast<std::uint8_t>(forged[at] ^ flip);
      EXPECT_NE(codec.decode(forged), a_tag);
    }
  }
}

TEST(TransactionCodec, RejectsNearlyAllForeignIds) {
  const TransactionCodec codec;
  const TransactionCodec another;
  int accepted = 0;
  for (std::uint64_t number = 0; number < 10000; ++number) {
    if (codec.decode(another.encode({1, 2, number}))) ++accepted;
  }
  EXPECT_LT(accepted, 6);  // one in 65536 of them; six by chance in one of sixty million runs
}

TEST(TransactionCodec, GivesConsecutiveProbesUnrelatedIds) {
  const TransactionCodec codec;
  int differing = 0;
  constexpr int count = 1000;
  for (std::uint64_t number = 0; number < count; ++number) {
    const TransactionId a = codec.encode({1, 2, number});
    const TransactionId b = codec.encode({1, 2, number + 1});
    for (std::size_t i = 0; i < a.size(); ++i) {
      differing += std::popcount(static_cast<std::uint8_t>(a[i] ^ b[i]));
    }
  }
  EXPECT_NEAR(differing / double{count}, 48, 2);  // half of the bits, within 13 standard deviations
}

}  // namespace
}  // namespace peeringd::test

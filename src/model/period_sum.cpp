#include "model/period_sum.hpp"

#include <bit>
#include <utility>

namespace peeringd {

Distribution DistributionSum::take() {
  std::size_t size = 0;
  for (const std::uint64_t word : held_) size += static_cast<std::size_t>(std::popcount(word));
  Distribution sum;
  sum.reserve(size);
  for (std::uint32_t word = 0; word < word_count; ++word) {
    for (std::uint64_t bits = std::exchange(held_[word], 0); bits != 0; bits &= bits - 1) {
      const std::uint32_t index = word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
      sum.add_bucket(index, std::exchange(counts_[index], 0));
    }
  }
  return sum;
}

PeriodRecord PeriodSum::take() {
  PeriodRecord sum = std::exchange(counters_, {});
  sum.round_trips = round_trips_.take();
  return sum;
}

}  // namespace peeringd

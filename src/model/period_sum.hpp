// Adds up many records, or many single values, faster than one addition after the other: the
// buckets lie in an array of all indexes.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/distribution.hpp"
#include "model/period_record.hpp"

namespace peeringd {

/// One thread. Takes 14 kB, so it is kept and used again.
class DistributionSum {
 public:
  DistributionSum() : counts_(word_count * 64) {}

  /// `index` < Distribution::bucket_count.
  void add(std::uint32_t index, std::uint64_t count) {
    counts_[index] += count;
    held_[index / 64] |= std::uint64_t{1} << index % 64;
  }

  void add(const Distribution& distribution) {
    for (const Distribution::Bucket bucket : distribution.buckets()) {
      add(bucket.index(), bucket.count());
    }
  }

  /// The sum of everything since the last call.
  Distribution take();

 private:
  static constexpr std::size_t word_count = (Distribution::bucket_count + 63) / 64;

  std::vector<std::uint64_t> counts_;             // by index
  std::array<std::uint64_t, word_count> held_{};  // a bit for each index that holds something
};

/// One thread.
class PeriodSum {
 public:
  void add(const PeriodRecord& record) {
    counters_.add_counters(record);
    round_trips_.add(record.round_trips);
  }

  /// The sum of everything since the last call.
  PeriodRecord take();

 private:
  PeriodRecord counters_;  // without round-trip times
  DistributionSum round_trips_;
};

}  // namespace peeringd

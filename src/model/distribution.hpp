// Round-trip times counted by size so finely that any quantile is right within 0.8 %, and sparsely:
// only buckets that hold something take memory. Adding two distributions loses nothing, so minutes
// add up to hours, and probes to prefixes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// A value. Logarithmic buckets with linear steps, as in HdrHistogram: 64 in each octave.
class Distribution {
 public:
  /// A bucket that holds something, in eight bytes. Counts stop at 2^53 - 1.
  class Bucket {
   public:
    Bucket(std::uint32_t index, std::uint64_t count)
        : packed_(std::uint64_t{index} << count_bits | std::min(count, largest_count)) {}

    std::uint32_t index() const { return static_cast<std::uint32_t>(packed_ >> count_bits); }
    std::uint64_t count() const { return packed_ & largest_count; }

    friend bool operator==(const Bucket&, const Bucket&) = default;

   private:
    static constexpr unsigned count_bits = 53;
    static constexpr std::uint64_t largest_count = (std::uint64_t{1} << count_bits) - 1;

    std::uint64_t packed_;
  };

  static constexpr std::uint32_t buckets_per_octave = 64;

  /// All indexes are below this.
  static constexpr std::uint32_t bucket_count = 1728;

  /// A round-trip time in units of 100 ns, like in a SampleWindow: 0 … 429 s.
  static std::uint32_t units_of(Duration round_trip);

  /// The bucket of a value in units of 100 ns. Below 12.8 µs each value has its own.
  static std::uint32_t index_of(std::uint32_t units);

  /// The middle of a bucket; every value in it differs by 0.8 % at most. `index` < bucket_count.
  static Duration value_of(std::uint32_t index);

  /// `units` as from units_of().
  void add(std::uint32_t units) { add_bucket(index_of(units), 1); }

  /// Adds `count` values to a bucket. `index` < bucket_count. Fast if no bucket is behind it.
  void add_bucket(std::uint32_t index, std::uint64_t count);

  /// Reserves memory for this number of buckets.
  void reserve(std::size_t buckets) { buckets_.reserve(buckets); }

  Distribution& operator+=(const Distribution& other);

  bool empty() const { return buckets_.empty(); }
  std::uint64_t count() const;

  /// The buckets by rising index; no count is 0.
  std::span<const Bucket> buckets() const { return buckets_; }

  /// The q-quantile, linearly interpolated between two values (Hyndman and Fan 1996, type 7), as
  /// Summary::quantile() has it, within 0.8 %. 0 <= q <= 1. Nothing without a value.
  std::optional<Duration> quantile(double q) const;

  /// How many of the values lie in buckets whose middle is at most `limit`.
  std::uint64_t count_up_to(Duration limit) const;

  /// Empties it and keeps its memory.
  void clear() { buckets_.clear(); }

  friend bool operator==(const Distribution&, const Distribution&) = default;

 private:
  Duration value_at(std::uint64_t rank) const;

  std::vector<Bucket> buckets_;
};

}  // namespace peeringd

// Counts round-trip times by size, as a Prometheus histogram does: the counts only grow, so that
// queries can compute rates and quantiles over any span.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// Counts of values by upper bound. The bounds are kept by the owner, once for all its histograms.
class Histogram {
 public:
  /// Creates a bucket for each of `bound_count` bounds, and one more for larger values.
  explicit Histogram(std::size_t bound_count)
      : counts_(bound_count + 1, 0), buckets_(static_cast<std::uint32_t>(bound_count + 1)) {}

  /// Counts `value` in the first bucket whose bound is not below it. `bounds` must be ascending and
  /// have the size given to the constructor.
  void observe(Duration value, std::span<const Duration> bounds);

  /// The same counts without memory for the empty buckets at both ends. Most targets need a few
  /// buckets only.
  Histogram trimmed() const;

  /// Number of buckets.
  std::size_t size() const { return buckets_; }

  /// The count of one bucket below size(), without smaller values (unlike Prometheus' "le"). Each
  /// bound has a bucket; the last one counts larger values.
  std::uint64_t operator[](std::size_t bucket) const {
    const std::size_t at = bucket - first_;  // huge below first_
    return at < counts_.size() ? counts_[at] : 0;
  }

  std::uint64_t count() const;
  Duration sum() const { return sum_; }

  /// Prefetches the counts.
  void prefetch() const { __builtin_prefetch(counts_.data(), 1); }

 private:
  Histogram(const Histogram& other, std::vector<std::uint64_t> counts)
      : counts_(std::move(counts)), buckets_(other.buckets_), sum_(other.sum_) {}

  std::vector<std::uint64_t> counts_;  // of the buckets from first_ on; all others are empty
  std::uint32_t first_ = 0;
  std::uint32_t buckets_;
  Duration sum_{};
};

}  // namespace peeringd

// Counts round-trip times by size, like a Prometheus histogram: cumulative since the start, so that
// queries can compute rates and quantiles over any span.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// Counts of values by upper bound. The bounds are kept by the owner, once for all its histograms.
class Histogram {
 public:
  /// Creates a bucket for each of `bound_count` bounds, and one more for larger values.
  explicit Histogram(std::size_t bound_count) : counts_(bound_count + 1, 0) {}

  /// Counts `value` in the first bucket whose bound is not below it. `bounds` must be ascending and
  /// have the size given to the constructor.
  void observe(Duration value, std::span<const Duration> bounds);

  /// A count for each bound, and one for larger values; not cumulative.
  std::span<const std::uint64_t> counts() const { return counts_; }

  std::uint64_t count() const;
  Duration sum() const { return sum_; }

 private:
  std::vector<std::uint64_t> counts_;
  Duration sum_{};
};

}  // namespace peeringd

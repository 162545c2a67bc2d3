// Finds samples by rank over many windows without sorting them and, for many samples, without
// copying them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/sample_window.hpp"

namespace peeringd {

/// Exact. Takes time in proportion to the samples, and some MiB of memory at most, which it keeps
/// for the next call. One thread.
class OrderStatistics {
 public:
  /// The answered samples at these ranks, counted from 0, over all windows together. Ranks must be
  /// below `count`, the number of answered samples; ascending ranks are fastest. The result is
  /// valid until the next call.
  std::span<const Duration> at(std::span<const std::size_t> ranks,
                               std::span<const SampleWindow* const> windows, std::size_t count);

 private:
  void select(std::span<const std::size_t> ranks, std::span<const SampleWindow* const> windows);
  void count_and_find(std::span<const std::size_t> ranks,
                      std::span<const SampleWindow* const> windows);

  std::vector<Duration> found_;
  std::vector<std::uint32_t> values_;  // in units of SampleWindow::unit
  std::vector<std::uint64_t> upper_;   // values by their upper half
  std::vector<std::uint8_t> wanted_;   // by upper half: 1 + index of its part of lower_
  std::vector<std::uint64_t> lower_;   // of those that are wanted, values by their lower half
};

}  // namespace peeringd

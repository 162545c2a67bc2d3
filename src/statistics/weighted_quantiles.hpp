// Quantiles of weighted samples, so that each endpoint weighs the same however often it is probed.
// docs/metrics.md has the definition.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "model/sample_window.hpp"

namespace peeringd {

/// A window and the weight of each of its answered samples.
struct WeightedWindow {
  const SampleWindow* window = nullptr;
  double weight = 0;
};

/// Exact. Takes time in proportion to the samples, and at most 64 MiB of memory, which it keeps for
/// the next call. One thread.
class WeightedQuantiles {
 public:
  /// Writes the `qs`-quantiles of all windows together into `values`. `qs` must be ascending;
  /// `count` is the number of answered samples, at least one, and `total` the sum of their weights.
  ///
  /// Sorted and laid side by side, the samples cover a line from 0 to `total`, each as long as its
  /// weight. If w is the smallest weight, the q-quantile is the value at w/2 + q · (total - w).
  /// Around the border between two samples the value changes linearly, over a distance equal to the
  /// lighter weight. If all weights are equal, this is Hyndman and Fan's type 7. Among equal
  /// round-trip times the lighter come first.
  void find(std::span<const double> qs, std::span<const WeightedWindow> windows,
            std::uint64_t count, double total, std::span<Duration> values);

 private:
  // All samples of one value.
  struct Run {
    std::uint32_t value = 0;  // in units of SampleWindow::unit
    double begin = 0;         // on the line
    double mass = 0;
    double lightest = 0;
    double heaviest = 0;
  };
  struct Cell {
    double mass = 0;
    std::uint32_t lightest = UINT32_MAX;  // ranks of weights
    std::uint32_t heaviest = 0;
  };

  void rank_weights(std::span<const WeightedWindow> windows);
  void sort_into_runs(std::span<const WeightedWindow> windows);
  void count_upper_halves(std::span<const WeightedWindow> windows);
  void count_lower_halves(std::span<const WeightedWindow> windows);
  void want(std::size_t upper);
  void want_around(double position);
  void append_runs(std::size_t upper);
  double value_at(double position) const;

  std::vector<double> weights_;       // distinct, ascending
  std::vector<std::uint32_t> ranks_;  // by window: rank of its weight
  std::vector<std::uint64_t> keys_;   // value and rank of a sample
  std::vector<std::uint64_t> spare_;
  std::vector<Run> runs_;  // ascending
  std::vector<double> positions_;
  std::vector<double> upper_;        // mass by the upper half of the value
  std::vector<std::size_t> wanted_;  // upper halves to look into, ascending
  std::vector<std::uint8_t> part_;   // by upper half: 1 + its index in wanted_
  std::vector<Cell> lower_;          // by the lower half, of the wanted upper halves
};

}  // namespace peeringd

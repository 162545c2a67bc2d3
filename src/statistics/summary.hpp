// Figures over windows of samples: quantiles, loss and jitter, of one target or of many pooled.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "sample/sample_window.hpp"
#include "statistics/figures.hpp"

namespace peeringd {

/// Takes in windows, then answers questions about all their samples together. Reusing one object
/// for many targets (clear()) reuses its memory.
class Summary {
 public:
  /// Pairs of consecutive samples, for the jitter, are only formed within one window.
  void add(const SampleWindow& window);
  void clear();

  const Tally& tally() const { return tally_; }

  /// The q-quantile of the round-trip times, linearly interpolated between the two samples that it
  /// falls between (Hyndman and Fan 1996, type 7): 0 is the minimum, 0.5 the median, 1 the maximum.
  /// None without an answered sample.
  std::optional<Duration> quantile(double q);

  Figures figures();

 private:
  std::vector<Duration> round_trips_;
  bool sorted_ = false;
  Tally tally_;
};

/// Mean of those that there are; none when there is none.
std::optional<Duration> mean_of(const std::vector<std::optional<Duration>>& values);

}  // namespace peeringd

// Figures over windows of samples: quantiles, loss and jitter, of one target or of many pooled.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "model/figures.hpp"
#include "model/sample_window.hpp"
#include "statistics/order_statistics.hpp"

namespace peeringd {

/// What can be told of a window but for the quantiles.
Tally tally_of(const SampleWindow& window);

/// Takes in windows, then answers questions about all their samples together. It copies none: they
/// must stay as they are until clear(). Reusing one object for many targets reuses its memory.
class Summary {
 public:
  /// Pairs of consecutive samples, for the jitter, are only formed within one window.
  void add(const SampleWindow& window) { add(window, tally_of(window)); }
  void add(SampleWindow&& window) = delete;

  /// The same, where the window's tally is known.
  void add(const SampleWindow& window, const Tally& tally);

  void clear();

  const Tally& tally() const { return tally_; }

  /// The q-quantile of the round-trip times, linearly interpolated between the two samples that it
  /// falls between (Hyndman and Fan 1996, type 7): 0 is the minimum, 0.5 the median, 1 the maximum.
  /// None without an answered sample.
  std::optional<Duration> quantile(double q);

  Figures figures();

 private:
  void take_quantiles(std::span<const double> qs, std::span<Duration> values);

  std::vector<const SampleWindow*> windows_;
  Tally tally_;
  OrderStatistics order_;
  std::vector<std::size_t> ranks_;
};

}  // namespace peeringd

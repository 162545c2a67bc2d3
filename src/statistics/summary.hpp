// Figures over windows of samples: quantiles, loss and jitter, for one target or for several
// pooled.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "model/figures.hpp"
#include "model/sample_window.hpp"
#include "statistics/order_statistics.hpp"

namespace peeringd {

/// Counts and jitter of a window; everything except quantiles.
Tally tally_of(const SampleWindow& window);

/// Collects windows and computes figures over all their samples. It does not copy them: they must
/// not change until clear(). Reusing one object for many targets reuses its memory.
class Summary {
 public:
  /// For the jitter, pairs of consecutive samples are formed within one window only.
  void add(const SampleWindow& window) { add(window, tally_of(window)); }
  void add(SampleWindow&& window) = delete;

  /// The same with a known tally of the window.
  void add(const SampleWindow& window, const Tally& tally);

  void clear();

  const Tally& tally() const { return tally_; }

  /// The q-quantile of the round-trip times, linearly interpolated between two samples (Hyndman and
  /// Fan 1996, type 7): 0 is the minimum, 0.5 the median, 1 the maximum. Nothing without an
  /// answered sample.
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

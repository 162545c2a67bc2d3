// Figures over windows of samples: quantiles, loss and jitter, of one target or of many pooled.
// What was not measured has no figure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "sample/sample_window.hpp"

namespace peeringd {

/// Takes in windows, then answers questions about all their samples together. Reusing one object
/// for many targets (clear()) reuses its memory.
class Summary {
 public:
  void add(const SampleWindow& window);
  void clear();

  std::uint64_t answered() const { return round_trips_.size(); }
  std::uint64_t lost() const { return lost_; }

  /// The q-quantile of the round-trip times, linearly interpolated between the two samples that it
  /// falls between (Hyndman and Fan 1996, type 7): 0 is the minimum, 0.5 the median, 1 the maximum.
  /// None without an answered sample.
  std::optional<Duration> quantile(double q);

  /// Lost / (answered + lost); none without a sample.
  std::optional<double> loss_ratio() const;

  /// Mean absolute difference of consecutive round-trip times (the D of RFC 3550, section 6.4.1,
  /// without its smoothing), lost probes in between left out; pairs are only formed within one
  /// window. None without such a pair.
  std::optional<Duration> jitter() const;

 private:
  std::vector<Duration> round_trips_;
  bool sorted_ = false;
  std::uint64_t lost_ = 0;
  Duration difference_sum_{};
  std::int64_t difference_count_ = 0;
};

/// Mean of those that there are; none when there is none.
std::optional<Duration> mean_of(const std::vector<std::optional<Duration>>& values);

}  // namespace peeringd

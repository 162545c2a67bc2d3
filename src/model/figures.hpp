// Loss, jitter and quantiles of one or several targets. A figure without samples is absent.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace peeringd {

/// Sums that can be added over targets.
struct Tally {
  std::uint64_t answered = 0;
  std::uint64_t lost = 0;
  Duration difference_sum{};  ///< sum of absolute differences of consecutive round-trip times
  std::uint64_t difference_count = 0;

  std::uint64_t finished() const { return answered + lost; }

  /// Lost / finished; none without a finished probe.
  std::optional<double> loss_ratio() const;

  /// Mean absolute difference of consecutive round-trip times (the D of RFC 3550, section 6.4.1,
  /// without its smoothing), lost probes in between left out; none without a pair.
  std::optional<Duration> jitter() const;

  Tally& operator+=(const Tally& other);
};

/// The quantiles that are reported: minimum, median, …, maximum.
inline constexpr std::array<double, 5> reported_quantiles{0, 0.5, 0.95, 0.99, 1};

struct Figures {
  Tally tally;  ///< counts of all samples, without weights
  std::optional<double> loss_ratio{};
  std::optional<Duration> jitter{};
  std::array<Duration, reported_quantiles.size()> quantiles{};  ///< valid only if answered > 0

  std::optional<bool> last_answered{};  ///< the last finished probe; only of a single target

  std::optional<Duration> quantile(std::size_t index) const;
  std::optional<Duration> min() const { return quantile(0); }
  std::optional<Duration> median() const { return quantile(1); }
  std::optional<Duration> p95() const { return quantile(2); }
  std::optional<Duration> p99() const { return quantile(3); }
  std::optional<Duration> max() const { return quantile(4); }
};

}  // namespace peeringd

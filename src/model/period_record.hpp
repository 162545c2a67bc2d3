// The results of the probes of one or several targets within one period, a minute or longer. The
// history keeps these records. Records can be added, over time and over targets.
#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <optional>

#include "base/clock.hpp"
#include "model/distribution.hpp"
#include "model/outcome.hpp"

namespace peeringd {

/// The counters are increments of those of the ProbeCounters, with the same meaning. An outcome
/// belongs to the period in which it became known.
struct PeriodRecord {
  Distribution round_trips;
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t inconclusive = 0;
  std::uint64_t skipped = 0;
  std::array<std::uint64_t, loss_reason_names.size()> lost{};
  std::array<std::uint64_t, error_reason_names.size()> errors{};
  /// Absolute differences of consecutive round-trip times of a target, in the order of the answers.
  Duration difference_sum{};
  std::uint64_t difference_count = 0;

  PeriodRecord& operator+=(const PeriodRecord& other);

  /// Adds everything but the round-trip times.
  void add_counters(const PeriodRecord& other);

  std::uint64_t lost_total() const {
    return std::accumulate(lost.begin(), lost.end(), std::uint64_t{0});
  }
  std::uint64_t error_total() const {
    return std::accumulate(errors.begin(), errors.end(), std::uint64_t{0});
  }

  /// Lost / (received + lost); none without either.
  std::optional<double> loss_ratio() const;

  /// The same figure as Tally::jitter().
  std::optional<Duration> jitter() const;

  /// The share of due probes whose outcome shows something about the network; none if no probe was
  /// due.
  std::optional<double> coverage() const;

  /// True if no probe was due and none ended.
  bool empty() const;

  friend bool operator==(const PeriodRecord&, const PeriodRecord&) = default;
};

}  // namespace peeringd

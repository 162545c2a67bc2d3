// What the probes of one target, or of several together, came to within one period: a minute or
// longer. The history keeps these records. They add up: over time, and over targets.
#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <optional>

#include "base/clock.hpp"
#include "model/distribution.hpp"
#include "model/outcome.hpp"

namespace peeringd {

/// The counters are increments of those of the Ledger, and mean the same. An outcome belongs to the
/// period in which it was known.
struct PeriodRecord {
  Distribution round_trips;
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t inconclusive = 0;
  std::uint64_t skipped = 0;
  std::array<std::uint64_t, loss_reason_names.size()> lost{};
  std::array<std::uint64_t, error_reason_names.size()> errors{};
  /// Of consecutive round-trip times of a target, in the order of the answers; absolute.
  Duration difference_sum{};
  std::uint64_t difference_count = 0;

  PeriodRecord& operator+=(const PeriodRecord& other);

  std::uint64_t lost_total() const {
    return std::accumulate(lost.begin(), lost.end(), std::uint64_t{0});
  }
  std::uint64_t error_total() const {
    return std::accumulate(errors.begin(), errors.end(), std::uint64_t{0});
  }

  /// Lost / (received + lost); none without either.
  std::optional<double> loss_ratio() const;

  /// As Tally::jitter().
  std::optional<Duration> jitter() const;

  /// The share of the probes that were due whose outcome says something of the network; none
  /// where nothing was due.
  std::optional<double> coverage() const;

  /// Nothing was due, and nothing ended.
  bool empty() const;

  friend bool operator==(const PeriodRecord&, const PeriodRecord&) = default;
};

}  // namespace peeringd

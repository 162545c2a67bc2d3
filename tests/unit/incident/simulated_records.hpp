// Records of a path with a given latency and loss.
#pragma once

#include <cmath>
#include <random>

#include "model/period_record.hpp"
#include "model/tier.hpp"

namespace peeringd::test {

inline constexpr Moment midnight{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};

/// One thread. Deterministic.
class SimulatedRecords {
 public:
  /// `sent` probes, of which each is lost with this chance; their times spread by a fifth.
  PeriodRecord record(int sent, double loss, double median_ms) {
    PeriodRecord record;
    for (int i = 0; i < sent; ++i) {
      ++record.sent;
      if (static_cast<double>(random_()) < loss * 4294967296.0) {
        ++record.lost[0];
        continue;
      }
      ++record.received;
      const double spread = static_cast<double>(random_() % 1000) / 1000 - 0.5;
      record.round_trips.add(static_cast<std::uint32_t>(median_ms * (1 + 0.4 * spread) * 10'000));
    }
    return record;
  }

 private:
  std::mt19937 random_{1};
};

/// A record of which exactly `lost` of `sent` probes were lost.
inline PeriodRecord exact_record(std::uint64_t sent, std::uint64_t lost) {
  PeriodRecord record;
  record.sent = sent;
  record.received = sent - lost;
  record.lost[0] = lost;
  return record;
}

}  // namespace peeringd::test

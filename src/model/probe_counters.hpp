// Counters of one target. Every probe that was due is counted exactly once, from the first lookup
// of its host on: at any moment sent = received + lost + inconclusive + in flight.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include "model/outcome.hpp"

namespace peeringd {

/// Counters never go back. Only the functions below change those that must balance.
struct ProbeCounters {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;      ///< answered within the timeout
  std::uint64_t in_flight = 0;     ///< sent, and neither answered nor given up
  std::uint64_t inconclusive = 0;  ///< sent, but this host may have missed the answer
  std::uint64_t late = 0;          ///< answered after they had been counted as lost
  std::uint64_t duplicate = 0;     ///< further answers to a probe that had one
  std::uint64_t reordered = 0;     ///< answered after a later probe had been
  std::uint64_t skipped = 0;       ///< due, but skipped because the daemon was late
  std::array<std::uint64_t, loss_reason_names.size()> lost{};
  std::array<std::uint64_t, error_reason_names.size()> errors{};

  std::uint64_t lost_total() const {
    return std::accumulate(lost.begin(), lost.end(), std::uint64_t{0});
  }
  std::uint64_t error_total() const {
    return std::accumulate(errors.begin(), errors.end(), std::uint64_t{0});
  }
};

/// Adds each counter of `part` to that of `sum`.
inline void add_to(ProbeCounters& sum, const ProbeCounters& part) {
  sum.sent += part.sent;
  sum.received += part.received;
  sum.in_flight += part.in_flight;
  sum.inconclusive += part.inconclusive;
  sum.late += part.late;
  sum.duplicate += part.duplicate;
  sum.reordered += part.reordered;
  sum.skipped += part.skipped;
  for (std::size_t i = 0; i < sum.lost.size(); ++i) sum.lost[i] += part.lost[i];
  for (std::size_t i = 0; i < sum.errors.size(); ++i) sum.errors[i] += part.errors[i];
}

inline void record_sent(ProbeCounters& counters) {
  ++counters.sent;
  ++counters.in_flight;
}

inline void record_received(ProbeCounters& counters) {
  --counters.in_flight;
  ++counters.received;
}

inline void record_lost(ProbeCounters& counters, LossReason reason) {
  --counters.in_flight;
  ++counters.lost[index_of(reason)];
}

inline void record_inconclusive(ProbeCounters& counters) {
  --counters.in_flight;
  ++counters.inconclusive;
}

inline void record_error(ProbeCounters& counters, ErrorReason reason) {
  ++counters.errors[index_of(reason)];
}

}  // namespace peeringd

// Figures of one target, shared by table and JSON. Internal to this folder.
#pragma once

#include <optional>

#include "model/snapshot.hpp"
#include "statistics/summary.hpp"

namespace peeringd {

struct ProbeFigures {
  std::uint64_t sent = 0;
  std::uint64_t lost = 0;
  std::uint64_t errors = 0;
  std::optional<Duration> min;
  std::optional<Duration> median;
  std::optional<Duration> p95;
  std::optional<Duration> max;
  std::optional<Duration> jitter;
};

ProbeFigures figures_of(const TargetSnapshot& target);

/// Whether the target counts for nothing until it answers: a relay, or a host without an address of
/// the prefix's family.
inline bool need_not_answer(const TargetSnapshot& target) {
  return target.unknown || target.other_family;
}

/// Why probes were lost or not sent: `3 timeout, not sent: 1 send`; empty if none were.
std::string reasons_text(const ProbeCounters& counters);

/// Whether STUN servers saw the target's probes come from inside their prefix; absent if no server
/// reported an address.
std::optional<bool> leaves_from_prefix(const Snapshot& snapshot, const TargetSnapshot& target);

}  // namespace peeringd

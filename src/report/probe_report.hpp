// The result of a run of probes, as a table for people or JSON for programs.
#pragma once

#include <cstdint>
#include <string>

#include "model/snapshot.hpp"

namespace peeringd {

/// Progress of a run of `count` probes of each target.
struct ProbeProgress {
  std::uint64_t finished = 0;  ///< answered, lost, or never sent
  std::uint64_t wanted = 0;
  bool complete() const { return finished >= wanted; }
};
ProbeProgress progress_of(const Snapshot& snapshot, std::uint64_t count);

/// True if there is a target and every target has been answered at least once.
bool every_target_answered(const Snapshot& snapshot);

/// One line per target: sent, lost, minimum, median, 95th percentile, maximum, jitter, and
/// observations.
std::string probe_table(const Snapshot& snapshot);

/// The same as one JSON document; times in seconds, null if not measured.
std::string probe_json(const Snapshot& snapshot);

}  // namespace peeringd

// What a run of probes found, for a person (a table) or a program (JSON).
#pragma once

#include <cstdint>
#include <string>

#include "model/snapshot.hpp"

namespace peeringd {

/// How far a run of `count` probes of each target has come.
struct ProbeProgress {
  std::uint64_t finished = 0;  ///< answered, lost, or never sent
  std::uint64_t wanted = 0;
  bool complete() const { return finished >= wanted; }
};
ProbeProgress progress_of(const Snapshot& snapshot, std::uint64_t count);

/// Whether every target has been answered at least once, and there is one.
bool every_target_answered(const Snapshot& snapshot);

/// A line for each target: sent, lost, minimum, median, 95th percentile, maximum, jitter, and what
/// else its probes found out.
std::string probe_table(const Snapshot& snapshot);

/// The same as one JSON document; times in seconds, null for what was not measured.
std::string probe_json(const Snapshot& snapshot);

}  // namespace peeringd

// Data for the history that a Snapshot does not keep: every measured round-trip time, and the last
// counters of targets that end.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "model/probe_counters.hpp"
#include "model/target.hpp"

namespace peeringd {

struct Config;

/// Names the counters of one target while the process runs. Unlike a slot it is never used again.
/// A target whose counters restart gets another id.
using SeriesId = std::uint32_t;

/// A probe that counts as received.
struct Answer {
  SeriesId series = 0;
  std::uint32_t units = 0;  ///< Distribution::units_of() its round-trip time
};

/// A series has no more probes.
struct SeriesEnd {
  SeriesId series = 0;
  std::shared_ptr<const Config> config;  ///< the configuration of `target`
  Target target;
  bool unknown = false;    ///< see TargetSnapshot::unknown
  ProbeCounters counters;  ///< the last values
};

/// The answers and ended series since the batch before.
struct MeasurementBatch {
  std::vector<Answer> answers;  ///< in the order in which they were read
  std::vector<SeriesEnd> ended;
};

/// Called on the probing loop: returns at once and does not throw.
using MeasurementSink = std::function<void(MeasurementBatch)>;

/// The counters of `counters` that the history records. They omit the sent probes of a target that
/// has never answered and need not (TargetSnapshot::unknown): its first answer restarts the
/// counters.
inline ProbeCounters counted_part(ProbeCounters counters, bool unknown) {
  if (!unknown) return counters;
  counters.sent = 0;
  counters.inconclusive = 0;
  counters.lost = {};
  return counters;
}

}  // namespace peeringd

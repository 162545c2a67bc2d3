// Signals that are not a share or a duration: whether a prefix reaches the edge, its certificates,
// PoPs, egress and names. Internal to this folder.
#pragma once

#include <vector>

#include "assessment/subject.hpp"
#include "model/alert_config.hpp"

namespace peeringd {

/// The rule of a boolean signal: the value is 0 or 1, with a threshold in between.
Rule rule_of(Severity severity, Duration hold);

/// A figure in the unit of its rule: seconds, or a ratio.
inline double in_units(Duration duration) {
  return to_seconds(duration);
}
inline double in_units(double ratio) {
  return ratio;
}

/// The rule of a figure with the thresholds `limits`.
Rule rule_of(const Limits<Duration>& limits, const AlertConfig& config);
Rule rule_of(const Limits<double>& limits, const AlertConfig& config);

void append_certificate(std::vector<SignalInput>& signals, const PathRollup& path,
                        const AlertConfig& config, WallTime now);

/// Appends nothing until a first PoP is known.
void append_pop_change(std::vector<SignalInput>& signals, const Snapshot& snapshot,
                       const PathRollup& path, const AlertConfig& config);

/// Appends nothing until an address was reported.
void append_egress(std::vector<SignalInput>& signals, const PrefixEgress& egress,
                   const AlertConfig& config);

/// Each address is used until an hour after its DNS answer has expired. A single name that does not
/// resolve is a warning, even after that.
void append_resolve(std::vector<SignalInput>& signals, const Snapshot& snapshot,
                    const PrefixNames& names, const AlertConfig& config);

/// None if no locations are expected. It uses confirmed PoPs, so it needs no hold time. `index`
/// into Rollup::prefixes.
void append_edge_location(std::vector<SignalInput>& signals, const AlertInput& input,
                          std::size_t index);

/// The signals of reachability. They need no hold time, since ReachMonitor has delays of its own.
/// `index` into Rollup::prefixes.
void append_reach(std::vector<SignalInput>& signals, const AlertInput& input, std::size_t index,
                  const AlertConfig& config, bool standby);

}  // namespace peeringd

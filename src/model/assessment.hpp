// The state of all connections at one moment: the measurements, the figures computed from them, and
// how they compare with the thresholds. The monitor (assessment/monitor.hpp) publishes assessments;
// metrics, JSON, the service's status and the log show the last one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/access_line.hpp"
#include "model/alert_report.hpp"
#include "model/path_trace.hpp"
#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/route_report.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// Immutable once published; any thread.
struct Assessment {
  /// Never null. Its windows are empty: their figures are in the roll-up.
  std::shared_ptr<const Snapshot> snapshot;
  Rollup rollup;
  ReachReport reach;
  /// The access line of each prefix, in the order of Snapshot::prefixes; empty if they are not
  /// read.
  std::vector<AccessLine> access;
  std::vector<PrefixTraces> traces;             ///< one per prefix; empty if no traces are made
  std::shared_ptr<const RouteReport> routes{};  ///< null: no routes are monitored
  AlertReport alerts;
  /// Whether maintenance is announced, in the order of Config::connections.
  std::vector<bool> maintenance{};
  /// The ends of the maintenance that requests have announced, by connection.
  std::map<std::string, WallTime, std::less<>> announced{};
  WallTime wall{};  ///< the time of day at Snapshot::taken_at

  const Config& config() const { return *snapshot->config; }
  Instant instant() const { return {snapshot->taken_at, wall}; }
};

}  // namespace peeringd

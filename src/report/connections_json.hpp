// All connections with their prefixes, paths and probes, figures, thresholds and results, as one
// JSON document: the response of `/api/v1/connections`. docs/api.md and the schema beside it
// describe it; within version 1 members are added, never changed or removed.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "model/alert_report.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// Names of connections; empty: all.
using ConnectionFilter = std::set<std::string, std::less<>>;

/// The connections in `only` and their redundancy groups. Results are null if `alerts` (the last
/// evaluation) is null or belongs to another configuration. `wall` is the wall clock at
/// Snapshot::taken_at. Takes time in proportion to the samples in the snapshot; any thread.
std::string connections_json(const Snapshot& snapshot, const AlertReport* alerts, WallTime wall,
                             const ConnectionFilter& only = {});

}  // namespace peeringd

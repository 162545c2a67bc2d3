// All connections with their prefixes, paths and probes, figures, thresholds and results, as one
// JSON document: what `/api/v1/connections` answers. docs/api.md and the schema beside it say what
// is in it; within version 1 members are added, never changed or removed.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "model/alert_report.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// Names of connections; without any, all are meant.
using ConnectionFilter = std::set<std::string, std::less<>>;

/// Of the connections in `only`, and the redundancy groups that these are in. `alerts` is of the
/// last evaluation: where there is none, or it is of another configuration, the results are null.
/// `wall` is the time of the day at Snapshot::taken_at. Takes time in proportion to the samples in
/// the snapshot; any thread.
std::string connections_json(const Snapshot& snapshot, const AlertReport* alerts, WallTime wall,
                             const ConnectionFilter& only = {});

}  // namespace peeringd

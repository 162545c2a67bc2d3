// All connections with their prefixes, paths and probes, figures, thresholds and results, as one
// JSON document: the response of `/api/v1/connections`. docs/api/README.md and the schema beside it
// describe it; within version 1 members are added, never changed or removed.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "model/assessment.hpp"

namespace peeringd {

/// Names of connections; empty: all.
using ConnectionFilter = std::set<std::string, std::less<>>;

/// The connections in `only`, and the redundancy groups that they are in. Without thresholds the
/// results are null. Any thread.
std::string connections_json(const Assessment& assessment, const ConnectionFilter& only = {});

}  // namespace peeringd

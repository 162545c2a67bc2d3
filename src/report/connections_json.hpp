// All connections with their prefixes, paths and probes, figures, thresholds and results, as one
// JSON document: what `/api/v1/connections` answers. docs/api.md and the schema beside it say what
// is in it; within version 1 members are added, never changed or removed.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "model/assessment.hpp"

namespace peeringd {

/// Names of connections; without any, all are meant.
using ConnectionFilter = std::set<std::string, std::less<>>;

/// The connections in `only`, and the redundancy groups that they are in. Without thresholds the
/// results are null. Any thread.
std::string connections_json(const Assessment& assessment, const ConnectionFilter& only = {});

}  // namespace peeringd

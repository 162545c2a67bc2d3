// The routes of prefixes as JSON: the response of `/api/v1/routes`, described in
// docs/api/README.md.
#pragma once

#include <string>

#include "model/route_report.hpp"

namespace peeringd {

/// `{"prefixes": [{connection, prefix, active, backup, sessions, faults}]}`. `report` may be null:
/// no prefix has rules. Any thread.
std::string routes_json(const RouteReport* report, const Instant& now);

}  // namespace peeringd

// The signals of routes: what routes/observe found, as rules and readings. Internal to this folder.
#pragma once

#include <vector>

#include "alert/subject.hpp"
#include "model/alert_config.hpp"
#include "model/alert_report.hpp"
#include "model/route_report.hpp"

namespace peeringd {

/// Appends the signals that apply to the prefix and are on. A foreign origin, a more-specific and
/// an invalid route need no hold time: several sources have confirmed them. At the severity
/// critical, a foreign origin and a more-specific page.
void append_routes(std::vector<SignalInput>& signals, const PrefixRouteReport& routes,
                   const AlertConfig& config);

/// Anomalies of the routes of a prefix that is down, which may explain why. Empty if there are
/// none.
std::string route_cause_of(const SubjectStatus& status);

}  // namespace peeringd

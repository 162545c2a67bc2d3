// The signals of routes: what routes/observe found, as rules and readings. Internal to this folder.
#pragma once

#include <vector>

#include "assessment/subject.hpp"
#include "model/alert_config.hpp"
#include "model/alert_report.hpp"
#include "model/route_report.hpp"

namespace peeringd {

/// Appends the signals that apply to the prefix and are on. A foreign origin, a more-specific and
/// an invalid route need no hold time: several sources have confirmed them. A foreign
/// origin and a more-specific send a page if their severity is critical.
void append_routes(std::vector<SignalInput>& signals, const PrefixRouteReport& routes,
                   const AlertConfig& config);

/// The first route anomaly (foreign origin, more-specific, withdrawal) that may explain why a
/// prefix is down. Empty if there is none.
std::string route_cause_of(const SubjectStatus& status);

}  // namespace peeringd

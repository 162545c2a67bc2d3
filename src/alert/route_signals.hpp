// The signals of routes: what routes/observe found, as rules and readings. Internal to this folder.
#pragma once

#include <vector>

#include "alert/subject.hpp"
#include "model/alert_config.hpp"
#include "model/route_report.hpp"

namespace peeringd {

/// Appends the signals that apply to the prefix and are on. A foreign origin, a more-specific and
/// an invalid route need no hold time: their witnesses are counted already. At the severity
/// critical, a foreign origin and a more-specific page.
void append_routes(std::vector<SignalInput>& signals, const PrefixRouteReport& routes,
                   const AlertConfig& config);

/// What is known to be bad of the routes of a prefix that is down: it may be why. Empty: nothing.
std::string route_cause_of(const SubjectStatus& status);

}  // namespace peeringd

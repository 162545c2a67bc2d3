// Evaluates routes: applies what a source reports to the table, and returns the events that follow.
// Each anomaly raises one event when it begins and one when it is over; losing a source raises
// none. Pure: the time is an argument. One thread at a time.
#pragma once

#include <vector>

#include "model/event.hpp"
#include "routes/apply.hpp"

namespace peeringd {

/// Changes `table` and returns the events in order, without id and time. Call it with Tick at least
/// once a second, and with PlanChange after adopt().
std::vector<Event> observe(RouteTable& table, const RoutePlan& plan, const RouteInput& input,
                           MonotonicTime now);

/// A change of a path is reported at most once in this time, for each prefix and role.
inline constexpr Duration path_event_pause = std::chrono::minutes{1};

}  // namespace peeringd

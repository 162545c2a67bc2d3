// The events of reachability at an assessment. Each says in one line which subject went down or
// came back, and what still works.
#pragma once

#include <vector>

#include "model/assessment.hpp"
#include "model/event.hpp"

namespace peeringd {

/// Returns the events for the changes that `assessment` marks. Events of prefixes have level debug,
/// since the event of the connection names them.
std::vector<Event> reach_events_of(const Assessment& assessment);

}  // namespace peeringd

// The events of reachability: what went down or came back at an assessment, in one line each, with
// what still works.
#pragma once

#include <vector>

#include "model/assessment.hpp"
#include "model/event.hpp"

namespace peeringd {

/// Those of the changes that `assessment` marks. Prefixes are at level debug, since their connection
/// says it.
std::vector<Event> reach_events_of(const Assessment& assessment);

}  // namespace peeringd

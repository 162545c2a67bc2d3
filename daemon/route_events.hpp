// Adds to a route event whether probes from the prefix are still answered: a hijack may not affect
// the prefix, and a withdrawal may.
#pragma once

#include "model/assessment.hpp"
#include "model/event.hpp"

namespace peeringd {

/// Appends the probe state to the summary, and to the fields as `probes` (`answered` or
/// `unanswered`). Unchanged if the event is information only, or if the state is unknown.
/// `assessment` may be null. Any thread.
Event with_probe_state(Event event, const Assessment* assessment);

}  // namespace peeringd

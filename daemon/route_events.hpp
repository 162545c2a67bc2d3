// Says in an event of routes whether probes from the prefix are still answered: a hijack need not
// hurt, and a withdrawal may.
#pragma once

#include "model/assessment.hpp"
#include "model/event.hpp"

namespace peeringd {

/// Appends it to the summary, and to the fields as `probes` (`answered` or `unanswered`). Unchanged
/// if the event is information only, or if that is not known. `assessment` may be null. Any thread.
Event with_probe_state(Event event, const Assessment* assessment);

}  // namespace peeringd

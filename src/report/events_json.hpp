// Events as JSON: what `/api/v1/events` answers. docs/api/README.md says what is in it.
#pragma once

#include <string>

#include "model/event.hpp"

namespace peeringd {

/// `{"events": [{time, kind, level, connection, prefix, endpoint, summary, fields}], "next": …}`.
/// What does not apply is null. Any thread.
std::string events_json(const EventPage& page);

}  // namespace peeringd

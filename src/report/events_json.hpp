// Events as JSON: the response of `/api/v1/events`, described in docs/api/README.md.
#pragma once

#include <string>

#include "model/event.hpp"

namespace peeringd {

/// `{"events": [{time, kind, level, connection, prefix, endpoint, summary, fields}], "next": …}`.
/// Members that do not apply are null. Any thread.
std::string events_json(const EventPage& page);

}  // namespace peeringd

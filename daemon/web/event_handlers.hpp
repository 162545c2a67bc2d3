// The HTTP handler of recent events from memory and older ones from the history.
// docs/api/README.md describes the query.
#pragma once

#include "daemon/web/web_handlers.hpp"

namespace peeringd {

/// `/api/v1/events`.
void add_event_handlers(Router& router, const WebParts& parts);

}  // namespace peeringd

// The queries of incidents over HTTP. docs/api/README.md describes them.
#pragma once

#include "daemon/web/web_handlers.hpp"
#include "http/router.hpp"

namespace peeringd {

/// `/api/v1/incidents`, `/api/v1/incidents.csv`, and `/api/v1/incidents/ID` with `.csv` or without.
void add_incident_handlers(Router& router, const WebParts& parts);

}  // namespace peeringd

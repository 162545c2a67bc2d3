// The queries of the history over HTTP, and the overview. docs/api/README.md describes them.
#pragma once

#include "daemon/web/web_handlers.hpp"

namespace peeringd {

/// `/api/v1/overview`, `/api/v1/history`, `/api/v1/history.csv`, `/api/v1/history/hours`,
/// `/api/v1/history/hours.csv` and `/api/v1/history/endpoints`.
void add_history_handlers(Router& router, const WebParts& parts);

}  // namespace peeringd

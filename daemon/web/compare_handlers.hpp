// The connections of a redundancy group side by side. docs/api/README.md describes the query.
#pragma once

#include "daemon/web/web_handlers.hpp"

namespace peeringd {

/// `/api/v1/groups/{name}/compare` and `/api/v1/groups/{name}/compare.csv`.
void add_compare_handlers(Router& router, const WebParts& parts);

}  // namespace peeringd

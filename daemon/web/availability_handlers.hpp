// How long connections were up, by month. docs/api/README.md describes the query.
#pragma once

#include <string_view>

#include "daemon/web/web_handlers.hpp"
#include "history/availability_reader.hpp"

namespace peeringd {

/// `/api/v1/availability` and `/api/v1/availability.csv`.
void add_availability_handlers(Router& router, const WebParts& parts);

/// Reads `connection`, which may be repeated, and `months`, or `window`, or `from` and `to`. The
/// default is this month and the two before. The error is a sentence for the client. Any thread.
Result<AvailabilityQuery> parse_availability_query(std::string_view text, Moment now);

}  // namespace peeringd

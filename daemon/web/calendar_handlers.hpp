// The calendar of a series. docs/api/README.md describes the query.
#pragma once

#include <string_view>

#include "daemon/web/web_handlers.hpp"
#include "history/calendar_reader.hpp"

namespace peeringd {

/// `/api/v1/calendar` and `/api/v1/calendar.csv`.
void add_calendar_handlers(Router& router, const WebParts& parts);

/// Reads `connection`, `prefix`, `endpoint`, `probe`, `days`, `by`, `stat` and `tz`. The error is a
/// sentence for the client. Any thread.
Result<CalendarQuery> parse_calendar_query(std::string_view text);

}  // namespace peeringd

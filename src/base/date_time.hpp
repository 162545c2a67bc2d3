// Dates with a time of day as people write them in the configuration and in requests: RFC 3339.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace peeringd {

/// Reads a date-time of RFC 3339 section 5.6, such as `2026-11-30T22:00:00Z`: with an offset from
/// UTC, and with up to nine digits of a second's fraction. Years from 1970 to 2199; no leap second.
/// The error says what is wrong with the text and what a time looks like. Any thread.
Result<WallTime> parse_date_time(std::string_view text);

/// `2026-11-26T08:57:00Z`.
std::string date_time_text(std::chrono::sys_seconds time);

/// `08:57:03`, in UTC.
std::string time_of_day(WallTime time);

}  // namespace peeringd

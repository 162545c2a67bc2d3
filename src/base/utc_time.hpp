// Times of day as text: RFC 3339, in UTC.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

/// `2026-11-26T08:57:00Z`.
std::string utc_text(std::chrono::sys_seconds time);

/// Reads `2026-11-26T08:57:00Z`, `2026-11-26T08:57Z` or `2026-11-26`, of the years 1970 to 9999.
/// The error says what is meant.
Result<std::chrono::sys_seconds> parse_utc(std::string_view text);

}  // namespace peeringd

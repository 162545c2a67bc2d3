// Values of a store as JSON, in the forms of /api/v1: whole microseconds, RFC 3339, null for what
// is unknown. Internal to this folder.
#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <cmath>
#include <optional>

#include "base/date_time.hpp"
#include "base/json_null.hpp"
#include "model/test_result.hpp"

namespace peeringd {

/// `seconds` as whole microseconds; null outside of 0 to 1e5 s.
inline boost::json::value microseconds_or_null(std::optional<double> seconds) {
  if (!seconds || !(*seconds >= 0 && *seconds <= 1e5)) return nullptr;
  return std::llround(*seconds * 1e6);
}

/// A Unix time in seconds; null outside of the years 1970 to 2199.
inline boost::json::value time_or_null(std::optional<double> unix) {
  constexpr double latest = 7'258'118'399;
  if (!unix || *unix < 0 || *unix > latest) return nullptr;
  const std::chrono::seconds whole{static_cast<std::int64_t>(*unix)};
  return boost::json::value(date_time_text(std::chrono::sys_seconds{whole}));
}

inline boost::json::value result_or_null(std::optional<TestResult> result) {
  return result ? boost::json::value(name_of(*result)) : boost::json::value(nullptr);
}

}  // namespace peeringd

// Values of a store as JSON, in the forms of /api/v1: whole microseconds, RFC 3339, null for what
// is unknown. Internal to this folder.
#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>

#include "base/date_time.hpp"
#include "model/test_result.hpp"

namespace peeringd {

inline boost::json::value number_json(std::optional<double> number) {
  return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

inline boost::json::value flag_json(std::optional<bool> flag) {
  return flag ? boost::json::value(*flag) : boost::json::value(nullptr);
}

inline boost::json::value text_json(const std::string& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

/// `seconds` as whole microseconds.
inline boost::json::value microseconds_json(std::optional<double> seconds) {
  if (!seconds) return nullptr;
  return std::llround(*seconds * 1e6);
}

/// A Unix time in seconds; null outside of the years 1970 to 2199.
inline boost::json::value time_json(std::optional<double> unix) {
  constexpr double latest = 7'258'118'399;
  if (!unix || *unix < 0 || *unix > latest) return nullptr;
  const std::chrono::seconds whole{static_cast<std::int64_t>(*unix)};
  return boost::json::value(date_time_text(std::chrono::sys_seconds{whole}));
}

inline boost::json::value result_json(std::optional<TestResult> result) {
  return result ? boost::json::value(name_of(*result)) : boost::json::value(nullptr);
}

}  // namespace peeringd

// Optional values as JSON: null stands for what is unknown. For the JSON of the daemon and that of
// the overview of a store, which have the same forms. Pure. Any thread.
#pragma once

#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>

namespace peeringd {

/// null if not measured.
inline boost::json::value number_or_null(std::optional<double> number) {
  if (!number) return nullptr;
  return *number;
}

/// null if not known.
inline boost::json::value flag_or_null(std::optional<bool> flag) {
  if (!flag) return nullptr;
  return *flag;
}

/// null for an empty text.
inline boost::json::value text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return boost::json::string(text);
}

}  // namespace peeringd

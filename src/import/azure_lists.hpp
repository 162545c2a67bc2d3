// The envelopes of lists and of errors in answers of Azure.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

namespace peeringd {

struct AzureList {
  const boost::json::array* items;
  std::string key;  ///< `value` of ARM, or `data` of Resource Graph
  /// Empty for the last page of a list, else that another one follows, and how to get it.
  std::string next_page;
};

/// The list in `object`, if it is an envelope. The result refers to `object`. Pure; any thread.
std::optional<AzureList> list_in(const boost::json::object& object);

/// Which error of Azure `object` is, if it is one: `{"error": {"code": …, "message": …}}`. The
/// message is left out, as it may repeat a secret of the request. Pure; any thread.
std::optional<std::string> azure_error_in(const boost::json::object& object);

}  // namespace peeringd

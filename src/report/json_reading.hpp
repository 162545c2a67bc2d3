// Reads the answers of a daemon, which may be hostile. Internal to this folder.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace peeringd {

/// An object that has the member `key`; else the error that it is no answer of a peeringd.
Result<boost::json::value> parse_answer(std::string_view document, std::string_view key);

/// Without control characters. Empty if it is null, missing or no text.
std::string text_at(const boost::json::object& object, std::string_view key);

/// None if it is null, missing or no number.
std::optional<double> number_at(const boost::json::object& object, std::string_view key);

/// Null if it is missing or no object.
const boost::json::object* object_at(const boost::json::object& object, std::string_view key);

/// The objects of a list; empty if it is missing or no list.
std::vector<const boost::json::object*> list_at(const boost::json::object& object,
                                                std::string_view key);

/// The numbers of a list, none for null.
std::vector<std::optional<double>> numbers_at(const boost::json::object& object,
                                              std::string_view key);

}  // namespace peeringd

// Texts in JSON that others have written, which may be anything. Pure. Any thread.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string_view>

namespace peeringd {

/// The text of a value; empty if it is no text or there is no value. Valid as long as the value.
inline std::string_view text_of_json(const boost::json::value* value) {
  const boost::json::string* const text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

/// The same of a member of an object.
inline std::string_view text_member(const boost::json::object& object, std::string_view name) {
  return text_of_json(object.if_contains(name));
}

}  // namespace peeringd

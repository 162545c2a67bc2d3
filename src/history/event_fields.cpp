#include "history/event_fields.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace peeringd {
namespace {

namespace json = boost::json;

std::optional<EventValue> event_value(const json::value& value) {
  if (value.is_string()) return EventValue(std::string(value.get_string()));
  if (value.is_bool()) return EventValue(value.get_bool());
  if (value.is_double()) return EventValue(value.get_double());
  // JSON does not distinguish signed from unsigned integers.
  if (value.is_uint64()) return EventValue(value.get_uint64());
  if (value.is_int64() && value.get_int64() >= 0) {
    return EventValue(static_cast<std::uint64_t>(value.get_int64()));
  }
  return std::nullopt;
}

}  // namespace

std::string event_fields_text(const std::vector<EventField>& fields) {
  json::object object;
  for (const auto& [name, value] : fields) {
    object[name] = std::visit([](const auto& each) { return json::value(each); }, value);
  }
  return json::serialize(object);
}

std::vector<EventField> event_fields_from(std::string_view text) {
  std::vector<EventField> fields;
  boost::system::error_code error;
  const json::value document = json::parse({text.data(), text.size()}, error);
  if (error || !document.is_object()) return fields;
  for (const auto& [name, value] : document.get_object()) {
    if (auto known = event_value(value)) fields.emplace_back(name, *std::move(known));
  }
  return fields;
}

}  // namespace peeringd

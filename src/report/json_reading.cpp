#include "report/json_reading.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "base/json_text.hpp"
#include "base/printable.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

const json::array* array_at(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

std::optional<double> number_of(const json::value& value) {
  if (!value.is_number()) return std::nullopt;
  return value.to_number<double>();
}

}  // namespace

Result<json::value> parse_answer(std::string_view document, std::string_view key) {
  boost::system::error_code broken;
  json::value parsed = json::parse({document.data(), document.size()}, broken);
  const json::object* const root = broken ? nullptr : parsed.if_object();
  if (root == nullptr || !root->contains(key)) {
    return Error{"the answer is not from peeringd"};
  }
  return parsed;
}

std::string text_at(const json::object& object, std::string_view key) {
  return printable(text_member(object, key));
}

std::optional<double> number_at(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  return value == nullptr ? std::nullopt : number_of(*value);
}

const json::object* object_at(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

std::vector<const json::object*> list_at(const json::object& object, std::string_view key) {
  std::vector<const json::object*> objects;
  const json::array* const list = array_at(object, key);
  if (list == nullptr) return objects;
  for (const json::value& item : *list) {
    if (const json::object* const each = item.if_object()) objects.push_back(each);
  }
  return objects;
}

std::vector<std::optional<double>> numbers_at(const json::object& object, std::string_view key) {
  std::vector<std::optional<double>> numbers;
  const json::array* const list = array_at(object, key);
  if (list == nullptr) return numbers;
  for (const json::value& item : *list) numbers.push_back(number_of(item));
  return numbers;
}

}  // namespace peeringd

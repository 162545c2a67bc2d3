#include "import/json_item.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <utility>

namespace peeringd {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_key(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

const boost::json::value* find_json(const boost::json::object& object, std::string_view key) {
  for (const auto& member : object) {
    const std::string_view name(member.key().data(), member.key().size());
    if (is_same_key(name, key)) return member.value().is_null() ? nullptr : &member.value();
  }
  return nullptr;
}

JsonItem::JsonItem(const boost::json::object& object, std::size_t file, std::string path)
    : object_(&object), file_(file), path_(std::move(path)) {
  const auto* properties = find_json(object, "properties");
  if (properties != nullptr) properties_ = properties->if_object();
}

const boost::json::value* JsonItem::find(std::string_view key) const {
  const auto* value = find_json(*object_, key);
  return value == nullptr && properties_ != nullptr ? find_json(*properties_, key) : value;
}

std::optional<std::string> JsonItem::text(std::string_view key, Diagnostics& diagnostics) const {
  const auto* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto* text = value->if_string();
  if (text == nullptr) {
    error(diagnostics, "expected a text as " + std::string(key));
    return std::nullopt;
  }
  if (text->empty()) return std::nullopt;
  return std::string(text->data(), text->size());
}

void JsonItem::error(Diagnostics& diagnostics, std::string message) const {
  diagnostics.error({file_, 0, 0}, path_, std::move(message));
}

}  // namespace peeringd

#include "import/secret_texts.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string_view>

#include "base/text.hpp"

namespace peeringd {
namespace {

constexpr std::size_t shortest_secret = 8;
constexpr std::string_view hidden = "…";

bool names_secret(std::string_view key) {
  constexpr std::array<std::string_view, 4> endings{"key", "password", "secret", "token"};
  const std::string name = lower_case(key);
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

void SecretTexts::note(const boost::json::value& value) {
  if (const auto* array = value.if_array()) {
    for (const auto& item : *array) note(item);
  }
  const auto* object = value.if_object();
  if (object == nullptr) return;
  for (const auto& member : *object) {
    const auto* text = member.value().if_string();
    if (text == nullptr) {
      note(member.value());
    } else if (text->size() >= shortest_secret &&
               names_secret({member.key().data(), member.key().size()})) {
      texts_.emplace(text->data(), text->size());
    }
  }
}

std::string SecretTexts::without(std::string text) const {
  for (const std::string& secret : texts_) {
    for (auto at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + hidden.size())) {
      text.replace(at, secret.size(), hidden);
    }
  }
  return text;
}

}  // namespace peeringd

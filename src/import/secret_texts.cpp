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

// The set is sorted, so all secrets with the same beginning are neighbours: one search for each
// position, however many keys there are.
std::size_t SecretTexts::secret_at(std::string_view text) const {
  std::size_t longest = 0;
  const std::string_view beginning = text.substr(0, shortest_secret);
  for (auto secret = texts_.lower_bound(beginning);
       secret != texts_.end() && secret->starts_with(beginning); ++secret) {
    if (text.starts_with(*secret)) longest = std::max(longest, secret->size());
  }
  return longest;
}

std::string SecretTexts::without(std::string_view text) const {
  std::string shown;
  while (text.size() >= shortest_secret) {
    const std::size_t secret = secret_at(text);
    shown += secret > 0 ? hidden : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(secret, 1));
  }
  return shown += text;
}

}  // namespace peeringd

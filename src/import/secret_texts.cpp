#include "import/secret_texts.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "base/text.hpp"

namespace peeringd {
namespace {

constexpr std::size_t shortest_secret = 8;
// The first bytes of a secret, which are hidden even if the rest was cut off. Also limits the time:
// a comparison that finds no secret ends after this number of bytes.
constexpr std::size_t telling_part = 32;
constexpr std::string_view hidden = "…";

// Without the number of `key1`.
bool names_secret(std::string_view key) {
  constexpr std::array<std::string_view, 10> endings{
      "key",   "keys",   "password", "passwords",        "secret",
      "token", "tokens", "sas",      "connectionstring", "secrets"};
  const std::string name = lower_case(key.substr(0, key.find_last_not_of("0123456789") + 1));
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

std::size_t shared_length(std::string_view a, std::string_view b) {
  const auto length = static_cast<std::ptrdiff_t>(std::min(a.size(), b.size()));
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + length, b.begin()).first -
                                  a.begin());
}

}  // namespace

void SecretTexts::note(const boost::json::value& value) {
  note_below(value, /*is_secret=*/false);
}

void SecretTexts::note_below(const boost::json::value& value, bool is_secret) {
  if (const auto* text = value.if_string(); text != nullptr && is_secret) {
    add({text->data(), text->size()});
  }
  if (const auto* array = value.if_array()) {
    for (const auto& item : *array) note_below(item, is_secret);
  }
  const auto* object = value.if_object();
  if (object == nullptr) return;
  for (const auto& member : *object) {
    const std::string_view name(member.key().data(), member.key().size());
    note_below(member.value(), is_secret || names_secret(name));
  }
}

void SecretTexts::add(std::string_view text) {
  if (text.size() < shortest_secret) return;
  texts_.emplace(text);
  auto next = shortest_.upper_bound(text);
  if (next != shortest_.begin() && text.starts_with(*std::prev(next))) return;
  while (next != shortest_.end() && next->starts_with(text)) next = shortest_.erase(next);
  shortest_.emplace(text);
}

// The sets are sorted. The text that shares the longest beginning with `text` is therefore beside
// it, and so is the only one of `shortest_` that `text` can begin with.
std::size_t SecretTexts::secret_at(std::string_view text) const {
  std::size_t shared = 0;
  const auto next = texts_.upper_bound(text);
  if (next != texts_.end()) shared = shared_length(text, *next);
  if (next != texts_.begin()) shared = std::max(shared, shared_length(text, *std::prev(next)));
  if (shared >= telling_part) return shared;
  if (shared < shortest_secret) return 0;
  const auto after = shortest_.upper_bound(text);
  const bool whole = after != shortest_.begin() && text.starts_with(*std::prev(after));
  return whole ? shared : 0;
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

#include "yaml/fields.hpp"

#include <algorithm>

#include "base/words.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {

void Fields::allow_only(std::span<const std::string_view> known, const Explain& explain) const {
  for (const Node::Entry& entry : entries_) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    std::string message = explain ? explain(entry.key) : std::string();
    if (message.empty()) {
      const std::string suggestion = did_you_mean(entry.key, known);
      message = "unknown key" +
                (suggestion.empty() ? "; the keys here are " + enumerated(known) : suggestion);
    }
    entry.key_node.error_about(entry.key, std::move(message));
  }
}

std::optional<Node> Fields::find(std::string_view key) const {
  for (const Node::Entry& entry : entries_) {
    if (entry.key == key) return entry.value;
  }
  return std::nullopt;
}

void Fields::read_flag(std::string_view key, bool& flag) const {
  const auto node = find(key);
  if (node) flag = node->parse("true or false", parse_bool).value_or(flag);
}

std::optional<Node> Fields::require(std::string_view key, std::string_view meaning) const {
  auto found = find(key);
  if (!found && node_.is_map()) {
    node_.error_at_key(key, "is missing; give " + std::string(meaning));
  }
  return found;
}

}  // namespace peeringd

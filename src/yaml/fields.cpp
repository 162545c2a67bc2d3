#include "yaml/fields.hpp"

#include <algorithm>

#include "base/words.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {

std::optional<Node> Fields::find(std::string_view key) const {
  if (!knows(key)) known_.push_back(key);
  for (const Node::Entry& entry : entries_) {
    if (entry.key == key) return entry.value;
  }
  return std::nullopt;
}

std::optional<Node> Fields::require(std::string_view key, std::string_view meaning) const {
  auto found = find(key);
  if (!found && node_.is_map()) {
    node_.error_at_key(key, "is missing; give " + std::string(meaning));
  }
  return found;
}

void Fields::read_flag(std::string_view key, bool& flag) const {
  const auto node = find(key);
  if (node) flag = node->parse("true or false", parse_bool).value_or(flag);
}

bool Fields::knows(std::string_view key) const {
  return std::find(known_.begin(), known_.end(), key) != known_.end();
}

void Fields::report_unknown_keys(const Explain& explain) const {
  for (const Node::Entry& entry : entries_) {
    if (knows(entry.key)) continue;
    std::string message = explain ? explain(entry.key) : std::string();
    if (message.empty()) {
      const std::string suggestion = did_you_mean(entry.key, known_);
      message = "unknown key" +
                (suggestion.empty() ? "; the keys here are " + enumerated(known_) : suggestion);
    }
    entry.key_node.error_about(entry.key, std::move(message));
  }
}

}  // namespace peeringd

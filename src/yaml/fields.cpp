#include "yaml/fields.hpp"

#include <algorithm>
#include <span>

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_maps = 3;  // in one message

/// `endpoints[3].probes[0]` as `endpoints[].probes[]`.
std::string without_numbers(std::string_view path) {
  std::string map;
  bool in_brackets = false;
  for (const char c : path) {
    if (c == ']') in_brackets = false;
    if (!in_brackets) map += c;
    if (c == '[') in_brackets = true;
  }
  return map;
}

/// Where `key` belongs, if that is not where it stands; else empty.
std::string place_elsewhere(const Node& node, std::string_view key) {
  auto maps = node.diagnostics().maps_with_key(key, without_numbers(node.path()));
  if (maps.size() > max_maps) maps.resize(max_maps);
  std::string text;
  for (const std::string& map : maps) {
    if (!text.empty()) text += &map == &maps.back() ? " or " : ", ";
    text += map.empty() ? "at the top of the file" : "under " + map;
  }
  return text;
}

std::string about_unknown_key(const Node& node, std::string_view key,
                              std::span<const std::string_view> known) {
  if (key.ends_with(':')) {
    return "unknown key; YAML takes a text that ends with a colon for a key: put it in quotes";
  }
  if (const auto suggestion = did_you_mean(key, known); !suggestion.empty()) {
    return "unknown key" + suggestion;
  }
  if (const auto place = place_elsewhere(node, key); !place.empty()) {
    return "does not belong here; it belongs " + place;
  }
  return "unknown key; the keys here are " + enumerated(known);
}

}  // namespace

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
  Diagnostics& diagnostics = node_.diagnostics();
  if (diagnostics.is_noting_keys()) {
    const std::string map = without_numbers(node_.path());
    for (const std::string_view key : known_) diagnostics.note_key(key, map);
  }
  for (const Node::Entry& entry : entries_) {
    if (knows(entry.key)) continue;
    if (!ignored_.empty() && entry.key.starts_with(ignored_)) continue;
    std::string message = explain ? explain(entry.key) : std::string();
    if (message.empty()) message = about_unknown_key(node_, entry.key, known_);
    entry.key_node.error_about(entry.key, std::move(message));
  }
}

}  // namespace peeringd

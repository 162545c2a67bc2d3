#include "config/overlays.hpp"

#include <algorithm>
#include <utility>

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "config/document.hpp"
#include "config/include.hpp"
#include "model/ip_prefix.hpp"
#include "yaml/odd_characters.hpp"
#include "yaml/overlay.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

constexpr std::string_view name_key = "name";
constexpr std::string_view prefixes_key = "prefixes";
constexpr std::string_view own_keys = "x-";  // for maps that are merged elsewhere

/// Reports duplicate keys and the like, which merging would hide.
void check_maps(const Node& node) {
  if (!node.is_map()) return;
  for (const Node::Entry& entry : node.entries("a map")) check_maps(entry.value);
}

/// Whether the overlay has `key`, which says what it is for; reports that.
void refuse_key(const Node& map, std::string_view key, const std::string& message) {
  if (!map.is_map()) return;
  for (const Node::Entry& entry : map.entries("a map")) {
    if (entry.key == key) entry.key_node.error(message);
  }
}

std::string text_of(const YamlValue* value) {
  return value != nullptr && value->kind == YamlValue::Kind::scalar ? value->text : std::string();
}

/// A prefix of a connection as it is written: a text, or a map.
std::string prefix_of(const YamlValue& item) {
  return item.kind == YamlValue::Kind::map ? text_of(find_value(item, "prefix")) : text_of(&item);
}

bool is_same_prefix(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto first = IpPrefix::parse(a);
  const auto second = IpPrefix::parse(b);
  return first && second && *first == *second;
}

/// `item` as a map.
YamlValue prefix_map(const YamlValue& item) {
  if (item.kind == YamlValue::Kind::map) return item;
  const YamlValue key{YamlValue::Kind::scalar, item.place, "prefix", nullptr};
  const auto children = std::make_shared<const std::vector<YamlValue>>(std::vector{key, item});
  return {YamlValue::Kind::map, item.place, {}, children};
}

/// Only warns: a program that writes connections also removes some, and without them the others
/// must remain in force.
void warn_of_unknown(const Node& key, std::string_view name, const std::string& message) {
  const auto odd = find_odd_character(name);
  key.warning(odd ? odd->message : message);
}

void report_unknown_prefix(const Node::Entry& entry, const std::vector<YamlValue>& items) {
  std::vector<std::string> texts;
  for (const YamlValue& item : items) texts.push_back(prefix_of(item));
  const std::vector<std::string_view> known(texts.begin(), texts.end());
  warn_of_unknown(
      entry.key_node, entry.key,
      "the connection has no prefix " + in_quotes(entry.key) + meant_or_known(entry.key, known));
}

/// The list of prefixes with what the overlay says about each.
YamlValue overlaid_prefixes(const YamlValue& list, const Node& over) {
  std::vector<YamlValue> items = *list.children;
  for (const Node::Entry& entry : over.entries("a map of prefixes and their keys")) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const YamlValue& item) {
      return is_same_prefix(prefix_of(item), entry.key);
    });
    if (found == items.end()) {
      report_unknown_prefix(entry, items);
    } else if (!entry.value.is_map()) {
      entry.value.wrong_kind("a map of the prefix's keys");
    } else {
      refuse_key(entry.value, "prefix", "an overlay cannot replace a prefix");
      *found = overlaid(prefix_map(*found), entry.value.value(), entry.key_node.path());
    }
  }
  YamlValue overlaid_list = list;
  overlaid_list.children = std::make_shared<const std::vector<YamlValue>>(std::move(items));
  return overlaid_list;
}

YamlValue with_overlay(const YamlValue& connection, const Overlay& overlay) {
  YamlValue rest = overlay.keys.value();  // without keys that are not merged as they are
  YamlValue result = connection;
  for (const Node::Entry& entry : overlay.keys.entries("a map of keys")) {
    if (entry.key != prefixes_key) continue;
    const YamlValue* list = find_value(connection, prefixes_key);
    if (list == nullptr || list->kind != YamlValue::Kind::list)
      return result;  // an error elsewhere
    const YamlValue key{YamlValue::Kind::scalar, list->place, std::string(prefixes_key), nullptr};
    result = with_value(result, key, overlaid_prefixes(*list, entry.value));
  }
  std::vector<YamlValue> others;
  for (const YamlEntry& entry : entries_of(rest)) {
    if (entry.key->text == prefixes_key || entry.key->text == name_key) continue;
    others.push_back(*entry.key);
    others.push_back(*entry.value);
  }
  rest.children = std::make_shared<const std::vector<YamlValue>>(std::move(others));
  return overlaid(result, rest, overlay.name.path());
}

/// The name of a connection; empty if it has none.
std::string name_of(const Node& connection) {
  for (const Node::Entry& entry : connection.entries("a map")) {
    if (entry.key == name_key) return text_of(&entry.value.value());
  }
  return {};
}

}  // namespace

Overlays read_overlays(const Node& node, const std::filesystem::path& main_file) {
  Overlays overlays;
  std::size_t bytes_left = max_included_bytes;
  for (const auto& [path, item] : find_included(node, main_file)) {
    const auto root = read_included_document(path, {}, item, bytes_left);
    if (!root) continue;
    for (const Node::Entry& entry : root->entries("a map of connections and their keys")) {
      if (!entry.value.is_map()) {
        if (!entry.key.starts_with(own_keys)) entry.value.wrong_kind("a map of keys");
        continue;
      }
      check_maps(entry.value);
      refuse_key(entry.value, name_key, "an overlay cannot rename a connection");
      overlays[entry.key].push_back({entry.key_node, entry.value});
    }
  }
  return overlays;
}

Node with_overlays(const Node& connection, const Overlays& overlays) {
  if (overlays.empty() || !connection.is_map()) return connection;
  const auto found = overlays.find(name_of(connection));
  if (found == overlays.end()) return connection;
  YamlValue value = connection.value();
  for (const Overlay& overlay : found->second) value = with_overlay(value, overlay);
  return {std::move(value), connection.path(), connection.diagnostics()};
}

std::vector<ValuePath> overlay_paths(const Overlays& overlays, std::string_view connection) {
  std::vector<ValuePath> paths;
  const auto found = overlays.find(connection);
  if (found == overlays.end()) return paths;
  for (auto overlay = found->second.rbegin(); overlay != found->second.rend(); ++overlay) {
    paths.push_back({overlay->name.place().file, overlay->name.path()});
  }
  return paths;
}

void check_overlay_names(const Overlays& overlays, std::span<const std::string_view> names) {
  for (const auto& [name, of_name] : overlays) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    if (name.starts_with(own_keys)) continue;
    for (const Overlay& overlay : of_name) {
      warn_of_unknown(overlay.name, name,
                      "no connection is named " + in_quotes(name) + meant_or_known(name, names));
    }
  }
}

}  // namespace peeringd

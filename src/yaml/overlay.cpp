#include "yaml/overlay.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace peeringd {
namespace {

using Children = std::vector<YamlValue>;

constexpr std::string_view merge_mark = "<<";

bool has_key(const std::vector<YamlEntry>& entries, std::string_view key) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const YamlEntry& entry) { return entry.key->text == key; });
}

void add_missing(const YamlValue& map, std::vector<YamlEntry>& entries) {
  if (map.kind == YamlValue::Kind::list) {
    for (const YamlValue& item : *map.children) add_missing(item, entries);
    return;
  }
  for (const YamlEntry& entry : entries_of(map)) {
    if (!has_key(entries, entry.key->text)) entries.push_back(entry);
  }
}

/// The index of a key that is written in the map itself; the end if there is none.
std::size_t index_of(const Children& children, std::string_view key) {
  std::size_t i = 0;
  while (i + 1 < children.size() &&
         !(children[i].kind == YamlValue::Kind::scalar && children[i].text == key)) {
    i += 2;
  }
  return std::min(i, children.size());
}

void put(Children& children, YamlValue key, YamlValue value) {
  const std::size_t i = index_of(children, key.text);
  if (i + 1 < children.size()) {
    children[i] = std::move(key);
    children[i + 1] = std::move(value);
  } else {
    children.push_back(std::move(key));
    children.push_back(std::move(value));
  }
}

YamlValue map_like(const YamlValue& base, Children children) {
  YamlValue map = base;
  map.children = std::make_shared<const Children>(std::move(children));
  return map;
}

}  // namespace

std::vector<YamlEntry> entries_of(const YamlValue& map) {
  std::vector<YamlEntry> entries;
  if (map.kind != YamlValue::Kind::map) return entries;
  const Children& children = *map.children;
  std::vector<const YamlValue*> merged;
  for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
    if (children[i].kind != YamlValue::Kind::scalar) continue;
    if (children[i].text == merge_mark) {
      merged.push_back(&children[i + 1]);
    } else if (!has_key(entries, children[i].text)) {
      entries.push_back({&children[i], &children[i + 1]});
    }
  }
  for (const YamlValue* value : merged) add_missing(*value, entries);
  return entries;
}

const YamlValue* find_value(const YamlValue& map, std::string_view key) {
  for (const YamlEntry& entry : entries_of(map)) {
    if (entry.key->text == key) return entry.value;
  }
  return nullptr;
}

YamlValue overlaid(const YamlValue& base, const YamlValue& over, const std::string& path) {
  Children children = *base.children;
  for (const YamlEntry& entry : entries_of(over)) {
    const std::string& name = entry.key->text;
    const std::string own_path = path + "." + (looks_secret(name) ? in_quotes(name) : name);
    const YamlValue* below = find_value(base, name);
    const bool both_maps = below != nullptr && below->kind == YamlValue::Kind::map &&
                           entry.value->kind == YamlValue::Kind::map;
    YamlValue key = *entry.key;
    if (both_maps) {
      const std::size_t i = index_of(children, name);
      if (i < children.size()) key = children[i];
      put(children, std::move(key), overlaid(*below, *entry.value, own_path));
    } else {
      key.own_path = std::make_shared<const std::string>(own_path);
      put(children, std::move(key), *entry.value);
    }
  }
  return map_like(base, std::move(children));
}

YamlValue with_value(const YamlValue& base, const YamlValue& key, YamlValue value) {
  Children children = *base.children;
  put(children, key, std::move(value));
  return map_like(base, std::move(children));
}

}  // namespace peeringd

// Merges one map over another as they are written, before their values are read. Keys of the upper
// map keep their places and paths, so errors in them point at the file that has them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yaml/parser.hpp"

namespace peeringd {

struct YamlEntry {
  const YamlValue* key = nullptr;
  const YamlValue* value = nullptr;
};

/// The entries of a map and, behind them, those of the maps that it merges (`<<`), without repeated
/// keys. Refers to `map`. Empty if `map` is no map. Pure; any thread.
std::vector<YamlEntry> entries_of(const YamlValue& map);

/// The value of `key` in entries_of(); null if there is none. Pure; any thread.
const YamlValue* find_value(const YamlValue& map, std::string_view key);

/// The map `base` with the entries of the map `over`. A map over a map is merged likewise, any
/// other value replaces that of `base`. `path` is that of `over` in its file. Pure; any thread.
YamlValue overlaid(const YamlValue& base, const YamlValue& over, const std::string& path);

/// The map `base` with `value` for `key`. Pure; any thread.
YamlValue with_value(const YamlValue& base, const YamlValue& key, YamlValue value);

}  // namespace peeringd

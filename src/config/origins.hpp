// Where the values of a configuration are written, for `config show`.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/diagnostics.hpp"

namespace peeringd {

struct Origins {
  std::vector<std::string> files;  ///< by number; the main file is the first
  ValuePlaces places;
  /// By name: the maps of its overlays, and at the end the map that it is.
  std::map<std::string, std::vector<ValuePath>> connections;
  std::map<std::string, ValuePath> endpoints;  ///< by name: the map that it is

  /// `file:line:column` of the value of `key`, such as `alerts.loss.warning`, in the first of
  /// `maps` that has it, or that has a word for all of it (`alerts: off`); nothing where none has.
  std::optional<std::string> place_of(std::span<const ValuePath> maps, std::string_view key) const;
};

}  // namespace peeringd

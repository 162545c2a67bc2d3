// A YAML document as plain values that know their place. Made by parse_yaml(); read through Node.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "yaml/diagnostics.hpp"

namespace peeringd {

struct YamlValue {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  Place place;
  std::string text;  ///< of a scalar, exactly as written: nothing guesses a type from it
  /// Items of a list; key, value, key, value … of a map, duplicates included. Shared, because an
  /// alias stands for the same children again.
  std::shared_ptr<const std::vector<YamlValue>> children;
};

}  // namespace peeringd

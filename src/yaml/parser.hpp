// Parses YAML with yaml-cpp. Uses its events instead of YAML::Node, which hides duplicate keys, the
// places of aliases and null values, and further documents.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "yaml/diagnostics.hpp"

namespace peeringd {

/// A value that knows its place; read through Node.
struct YamlValue {
  enum class Kind { null, scalar, list, map, refused };  ///< refused: reported, and not to be read

  Kind kind = Kind::null;
  Place place;
  std::string text;  ///< of a scalar, exactly as written; no type is guessed from it
  /// Items of a list; key, value, key, value … of a map, duplicates included. Shared, because an
  /// alias stands for the same children again.
  std::shared_ptr<const std::vector<YamlValue>> children;
  /// Of a key that an overlay adds: its path in the overlay. Else null.
  std::shared_ptr<const std::string> own_path{};
};

/// The only document of `text`, the contents of `file`; a null where it holds none. Reports an
/// error and returns nothing when it is not YAML, has several documents, has tags, refers to
/// itself, is nested deeper than 50 levels, or has more than a million values (an alias counts as
/// what it stands for). Holds some 500 MB at most while it reads.
std::optional<YamlValue> parse_yaml(const std::string& text, std::size_t file,
                                    Diagnostics& diagnostics);

}  // namespace peeringd

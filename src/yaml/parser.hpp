// The one place that drives yaml-cpp. It is driven by its events rather than through YAML::Node,
// which hides duplicate keys, the places of aliases and null values, and further documents.
#pragma once

#include <optional>
#include <string>

#include "yaml/value.hpp"

namespace peeringd {

/// The only document of `text`, the contents of `file`; a null where it holds none. Reports an
/// error and returns nothing when it is not YAML, has several documents, has tags, refers to
/// itself, is nested deeper than 50 levels, or has more than a million values (an alias counts as
/// what it stands for). Holds some 500 MB at most while it reads.
std::optional<YamlValue> parse_yaml(const std::string& text, std::size_t file,
                                    Diagnostics& diagnostics);

}  // namespace peeringd

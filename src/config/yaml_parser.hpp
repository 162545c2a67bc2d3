// The one place that knows yaml-cpp. It is driven by its events rather than through YAML::Node,
// which hides duplicate keys, the places of aliases and null values, and further documents.
#pragma once

#include <optional>
#include <string>

#include "config/yaml_value.hpp"

namespace peeringd {

/// The only document of `text`, the contents of `file`. Reports an error and returns nothing when
/// it is not YAML, is empty or has several documents, has tags, refers to itself, is nested deeper
/// than 50 levels, or has more than a million values (aliases count as what they stand for).
std::optional<YamlValue> parse_yaml(const std::string& text, std::size_t file,
                                    Diagnostics& diagnostics);

}  // namespace peeringd

// The values that are in force, each with the place that it comes from: defaults, inherited ones
// and those of variables and merged maps included.
#pragma once

#include <string>
#include <vector>

#include "config/load_config.hpp"

namespace peeringd {

struct EffectiveValue {
  std::string path;   ///< `connections[contoso-seattle].partner`
  std::string value;  ///< as it is written in a configuration; `…` for a secret
  std::string place;  ///< `file:line:column`, or `default`
};

/// The values of `loaded`, which must have been loaded with origins: first the main ones, then by
/// endpoint and connection. Thresholds of a path are listed where its endpoint changes those of its
/// prefix.
std::vector<EffectiveValue> effective_values(const LoadedConfig& loaded);

}  // namespace peeringd

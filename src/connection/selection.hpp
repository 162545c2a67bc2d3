// A part of a configuration, by name.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/config.hpp"

namespace peeringd {

/// Names, or patterns with `*`, `?` and `[…]`: what fits one of them. An empty list selects
/// everything.
struct Selection {
  std::vector<std::string> connections;
  std::vector<std::string> prefixes;  ///< `auto`, or any notation: `2001:DB8:0::1/48`
  std::vector<std::string> endpoints;
};

/// The configuration with only the selected parts. Endpoints without a remaining connection stay,
/// but are not probed; connections without a remaining prefix are removed. The error names what
/// matches nothing and lists the known names.
Result<Config> select(Config config, const Selection& selection);

}  // namespace peeringd

// A part of a configuration, by name.
#pragma once

#include <string>

#include "base/result.hpp"
#include "model/config.hpp"

namespace peeringd {

/// Empty strings select everything.
struct Selection {
  std::string connection;
  std::string prefix;  ///< `auto`, or any notation: `2001:DB8:0::1/48`
  std::string endpoint;
};

/// The configuration with only the selected parts. Endpoints without a remaining connection stay,
/// but are not probed. The error names the unknown name and lists the known ones.
Result<Config> select(Config config, const Selection& selection);

}  // namespace peeringd

// A part of a configuration, by name.
#pragma once

#include <string>

#include "base/result.hpp"
#include "model/config.hpp"

namespace peeringd {

/// Empty strings select everything.
struct Selection {
  std::string connection;
  std::string prefix;  ///< `auto`, or in any way of writing it: `2001:DB8:0::1/48`
  std::string endpoint;
};

/// The configuration with only what is selected; an endpoint that no remaining connection probes
/// stays, unprobed. The error says which name does not occur and what there is.
Result<Config> select(Config config, const Selection& selection);

}  // namespace peeringd

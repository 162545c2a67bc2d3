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
  std::vector<std::string> prefixes;  ///< `auto`, or in any way of writing it: `2001:DB8:0::1/48`
  std::vector<std::string> endpoints;
};

/// The configuration with only what is selected; an endpoint that no remaining connection probes
/// stays, unprobed, and a connection without a selected prefix is removed. The error says which
/// name or pattern fits nothing, and what there is.
Result<Config> select(Config config, const Selection& selection);

}  // namespace peeringd

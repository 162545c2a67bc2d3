// What a configuration would probe, from where, and how much of it goes to the Microsoft edge.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/local_network.hpp"

namespace peeringd {

struct Config;

/// A line for each target; a prefix that cannot be probed from this host says why. Then a line for
/// each prefix, with how many probes a day it sends to Microsoft.
std::string targets_table(const Config& config, const LocalNetwork& network);

struct PrefixLoad {
  std::uint32_t connection = 0;  ///< index into the Config
  std::uint32_t prefix = 0;      ///< within the connection
  double probes_a_day = 0;
};

/// Of each prefix, in the order of the configuration: its probes of the edge, each of a burst
/// counted, all of them answered. Those of resolvers and of `egress` go elsewhere.
std::vector<PrefixLoad> probe_loads(const Config& config);

/// `probes a day to Microsoft: 172800 from a prefix, 691200 in all`, as a line.
std::string probe_load_line(const Config& config);

}  // namespace peeringd

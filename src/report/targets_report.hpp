// Lists the targets of a configuration, their sources, and the resulting load on the Microsoft
// edge.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/local_network.hpp"

namespace peeringd {

struct Config;

/// One line per target; if its prefix cannot be probed from this host, the line says why. Then one
/// line per prefix with its number of probes a day to Microsoft.
std::string targets_table(const Config& config, const LocalNetwork& network);

struct PrefixLoad {
  std::uint32_t connection = 0;  ///< index into the Config
  std::uint32_t prefix = 0;      ///< within the connection
  double probes_a_day = 0;
};

/// Probes of the edge per prefix, in the order of the configuration, counting each probe of a burst
/// and assuming that all are answered. Probes of resolvers and of `egress` go elsewhere.
std::vector<PrefixLoad> probe_loads(const Config& config);

/// `probes a day to Microsoft: 172800 per prefix, 691200 in total`, as a line.
std::string probe_load_line(const Config& config);

}  // namespace peeringd

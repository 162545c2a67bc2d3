// The prefixes behind a connection, and how to send from each.
#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/node.hpp"

namespace peeringd {

/// A prefix that was read, and where.
struct PlacedPrefix {
  IpPrefix prefix;
  Node node;
  std::size_t connection;       ///< counted over all files
  std::string connection_name;  ///< empty when that was wrong
};

/// The prefixes of one connection; `node` is the value of `prefixes`. Adds all but `auto` to
/// `placed`. Never empty unless there was an error.
std::vector<PrefixConfig> read_prefixes(const Node& node, std::size_t connection,
                                        const std::string& connection_name,
                                        std::vector<PlacedPrefix>& placed);

/// Reports each prefix that overlaps another one, of whichever connection.
void check_overlaps(const std::vector<PlacedPrefix>& placed);

}  // namespace peeringd

// Reads the state of access lines from the kernel: interfaces, routes, and the neighbour entries of
// the next hops.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/access_line.hpp"
#include "model/source.hpp"

namespace peeringd {

/// Which access line to read.
struct AccessQuery {
  std::optional<Source> source;  ///< none: the prefix has no address
  /// Endpoints, of the source's family. The line is that to the first one that has a route.
  std::vector<IpAddress> destinations;
  std::string interface {};  ///< to look at if no route leads to one; may be empty
};

/// Asks the kernel (rtnetlink), in the network namespace of the calling thread: per query about one
/// route, about the others if the kernel refuses that one, and about each interface and each next
/// hop once. 2,000 queries take about 10 ms. Results are in the order of the queries. Fails if the
/// kernel does not answer within half a second, as while another process holds its network
/// configuration. `now` dates what was heard. Any thread.
Result<std::vector<AccessLine>> read_access_lines(std::span<const AccessQuery> queries,
                                                  MonotonicTime now);

}  // namespace peeringd

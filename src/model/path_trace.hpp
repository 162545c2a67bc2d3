// The routers on the way from a prefix to an endpoint, as a trace found them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

struct PathTrace {
  IpAddress destination;
  /// The address that answered at each distance, nearest first; none: no answer. The last element
  /// is set.
  std::vector<std::optional<IpAddress>> hops{};
  bool reached = false;          ///< the last hop is the destination
  bool unreachable = false;      ///< the last hop reported that the destination cannot be reached
  bool next_hop_silent = false;  ///< the kernel reported that the next hop answers no ARP or NDP
  std::string problem{};         ///< why no trace could be made; empty: it was made
  MonotonicTime ended_at{};

  friend bool operator==(const PathTrace&, const PathTrace&) = default;
};

/// The traces of one prefix.
struct PrefixTraces {
  std::shared_ptr<const PathTrace> before{};  ///< made while probes were answered; null: none
  std::shared_ptr<const PathTrace> now{};     ///< made in the current or latest silence; null: none
};

/// `reaches 192.0.2.10 after 5 hops`, `ends after hop 3 198.51.100.1`, `ends before the first hop:
/// no router answers`, `could not be traced: Operation not permitted`.
std::string to_string(const PathTrace& trace);

}  // namespace peeringd

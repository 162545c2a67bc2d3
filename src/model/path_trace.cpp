#include "model/path_trace.hpp"

#include "base/text.hpp"

namespace peeringd {

std::string to_string(const PathTrace& trace) {
  if (!trace.problem.empty()) return "could not be traced: " + trace.problem;
  if (trace.hops.empty()) {
    return trace.next_hop_silent ? "ends before the first hop: the next hop is silent"
                                 : "ends before the first hop: no router answers";
  }
  const std::size_t count = trace.hops.size();
  if (trace.reached) {
    return "reaches " + trace.destination.to_string() + " after " + counted(count, "hop");
  }
  const std::string last =
      "hop " + std::to_string(count) + " " + trace.hops.back().value_or(IpAddress{}).to_string();
  return trace.unreachable ? "ends at " + last + ", which reports the destination unreachable"
                           : "ends after " + last;
}

}  // namespace peeringd

// What must survive a restart of the daemon: which prefixes are not up, and which maintenance was
// announced. assessment/ produces and restores it; daemon/ keeps it in a file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/reachability.hpp"

namespace peeringd {

/// A prefix that is down or without a source.
struct LastingOutage {
  std::string connection;
  std::string prefix;  ///< as configured
  Reach reach = Reach::down;
  WallTime since{};
  std::string problem{};  ///< why there is no source; one line

  friend bool operator==(const LastingOutage&, const LastingOutage&) = default;
};

struct LastingState {
  std::vector<LastingOutage> outages;  ///< in the order of Snapshot::prefixes
  /// The ends of the announced maintenance, by connection.
  std::map<std::string, WallTime, std::less<>> maintenance;

  friend bool operator==(const LastingState&, const LastingState&) = default;
};

}  // namespace peeringd

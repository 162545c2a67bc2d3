// Which connections are in maintenance: by the configuration, or announced while the daemon runs.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "model/config.hpp"
#include "model/event.hpp"

namespace peeringd {

/// One thread.
class Maintenance {
 public:
  /// Until `until` the connection is in maintenance, beside what its configuration says. A time
  /// that has passed ends what was announced. Not kept over a restart.
  void announce(const std::string& connection, WallTime until) { announced_[connection] = until; }

  /// As Config::connections, at `wall`.
  std::vector<bool> at(const Config& config, WallTime wall);

  /// The begins and ends since the last call.
  std::vector<Event> take_events() { return std::exchange(events_, {}); }

 private:
  std::map<std::string, WallTime, std::less<>> announced_;  // by connection
  std::map<std::string, bool, std::less<>> known_;          // likewise, of the last at()
  std::vector<Event> events_;
};

}  // namespace peeringd

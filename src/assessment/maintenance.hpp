// Tracks which connections are in maintenance, as configured or announced while the daemon runs.
#pragma once

#include <map>
#include <set>
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
  /// Announces maintenance of the connection until `until`, in addition to the configured windows.
  /// A time that has passed ends the announced maintenance.
  void announce(const std::string& connection, WallTime until) { announced_[connection] = until; }

  /// The ends of the announced maintenance, by connection.
  const std::map<std::string, WallTime, std::less<>>& announced() const { return announced_; }

  /// Whether each connection is in maintenance at `wall`, in the order of Config::connections.
  std::vector<bool> at(const Config& config, WallTime wall);

  /// Starts and ends since the last call.
  std::vector<Event> take_events() { return std::exchange(events_, {}); }

 private:
  std::map<std::string, WallTime, std::less<>> announced_;  // by connection
  std::set<std::string, std::less<>> current_;  // connections in maintenance at the last at()
  std::vector<Event> events_;
};

}  // namespace peeringd

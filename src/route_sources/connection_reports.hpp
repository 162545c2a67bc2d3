// Logs when a router connects and disconnects. Of a router in a loop, at most one end a minute, and
// no new connection whose preceding end was left out; the last state is always in the log within a
// minute. One thread at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.hpp"

namespace peeringd {

class ConnectionReports {
 public:
  explicit ConnectionReports(std::string router) : router_(std::move(router)) {}

  void connected();
  void disconnected(const std::string& why, MonotonicTime now);

  /// The connection was ended on our side, for a reason that needs no report.
  void closed();

  /// Logs an end that was left out, if the router has not connected again. Call it each second.
  void tick(MonotonicTime now);

 private:
  std::string router_;
  std::string why_;
  bool up_ = false;
  bool up_in_log_ = false;
  std::size_t ends_ = 0;  ///< since the last one in the log
  std::optional<MonotonicTime> end_logged_at_;
};

}  // namespace peeringd

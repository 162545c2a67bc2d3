// State that all sessions of a server share.
#pragma once

#include <set>
#include <string>

#include "http/http_access.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"
#include "log/log.hpp"
#include "log/repeat_limit.hpp"

namespace peeringd {

/// Server thread only, once that runs. Must outlive the sessions.
class SharedState {
 public:
  explicit SharedState(const HttpLimits& http_limits) : limits(http_limits) {}

  /// Logs what a client's request has caused, the same text at most once a minute.
  void log_limited(log::Level level, const std::string& text);

  const HttpLimits limits;
  Router router;  ///< constant once the server runs
  HttpAccess access{limits};

  /// Routes whose last body was longer than 1 MiB.
  std::set<const Route*> long_routes;

 private:
  log::RepeatLimit repeats_;
};

}  // namespace peeringd

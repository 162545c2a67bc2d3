// What all sessions of a server have in common.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "log/log.hpp"
#include "log/repeat_limit.hpp"

namespace peeringd {

/// Server thread only.
class InCommon {
 public:
  /// Logs what a client's request has brought about, but the same no more than once a minute.
  void tell(log::Level level, const std::string& what);

  /// Paths whose last body was longer than 1 MiB. Only those that a handler answers.
  std::set<std::string, std::less<>> long_pages;

 private:
  log::RepeatLimit told_;
};

}  // namespace peeringd

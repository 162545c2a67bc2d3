// What all sessions of a server have in common.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "http/limits.hpp"
#include "log/log.hpp"
#include "log/repeat_limit.hpp"

namespace peeringd {

/// So many may do something at a time, each in a place that it gives back by letting go of it. One
/// thread. Must outlive the places taken.
class Places {
  struct GiveBack {
    void operator()(std::size_t* free) const { ++*free; }
  };

 public:
  using Place = std::unique_ptr<std::size_t, GiveBack>;

  explicit Places(std::size_t count) : free_(count) {}
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;

  /// Null when all are taken.
  Place take() {
    if (free_ == 0) return nullptr;
    --free_;
    return Place(&free_);
  }

 private:
  std::size_t free_;
};

/// To be used on the server's thread alone.
class InCommon {
 public:
  explicit InCommon(const HttpLimits& limits) : long_bodies(limits.long_bodies) {}

  /// Logs what a client's request has brought about, but the same no more than once a minute.
  void tell(log::Level level, const std::string& what);

  Places long_bodies;

 private:
  log::RepeatLimit told_;
};

}  // namespace peeringd

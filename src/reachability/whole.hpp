// Whether a connection or a redundancy group is up, from its parts. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "model/reachability.hpp"

namespace peeringd {

struct Part {
  std::optional<bool> up;
  bool warm = false;
  MonotonicTime since{};  ///< of `up`
};

/// 1 if any part is up; 0 if none is, at least one is known not to be, and all others are known or
/// had the time to become known; else unknown.
std::optional<bool> up_of(std::span<const Part> parts);

/// The time at which the last part went down.
MonotonicTime last_outage(std::span<const Part> parts);

/// Why a connection is not up: `no answer on 2 of 2 prefixes`. Empty if none is down or without a
/// source.
std::string reason_of(std::span<const PrefixReach> prefixes);

}  // namespace peeringd

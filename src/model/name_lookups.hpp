// Lookups of the names of endpoints, from one source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "base/optional_time.hpp"

namespace peeringd {

/// Lookups of one name.
struct NameLookups {
  bool needed = false;         ///< false: the endpoint is given as an address
  std::uint64_t failures = 0;  ///< lookups that failed, since the start
  OptionalTime<MonotonicTime> last_success{};
  OptionalTime<MonotonicTime> failing_since{};  ///< the first failure since the last success
  /// Until when the last answer may be used while lookups fail; none: there is no address.
  OptionalTime<MonotonicTime> usable_until{};
  /// When the address in use was answered, perhaps in a previous run; none: there is no address.
  OptionalTime<MonotonicTime> answered_at{};

  friend bool operator==(const NameLookups&, const NameLookups&) = default;
};

/// Lookups of all names of the endpoints of a prefix, each name counted once.
struct PrefixNames {
  std::size_t count = 0;        ///< names that are looked up
  std::size_t failing = 0;      ///< names whose last lookup failed
  std::size_t addressless = 0;  ///< failing names without an address to use
  std::uint64_t failures = 0;
  OptionalTime<MonotonicTime> last_success{};   ///< of the names, the latest
  OptionalTime<MonotonicTime> failing_since{};  ///< of the failing names, the earliest
  OptionalTime<MonotonicTime> usable_until{};   ///< of the failing names, the earliest

  /// Whether the name servers answer at all: false if no lookup has succeeded since the first one
  /// that failed. Not known without a finished lookup.
  std::optional<bool> resolve() const {
    if (!failing_since) return last_success ? std::optional(true) : std::nullopt;
    return last_success > failing_since;
  }
};

}  // namespace peeringd

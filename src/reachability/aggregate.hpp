// An aggregate is a connection, whose parts are prefixes, or a redundancy group, whose parts are
// connections. Decides from the parts whether it is up. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/reachability.hpp"

namespace peeringd {

/// A prefix of a connection, or a connection of a redundancy group.
struct AggregatePart {
  std::optional<bool> up;
  bool warm = false;
  /// Since when it has not been up, also if it is only not known. None: it is up, or never was.
  std::optional<MonotonicTime> lost{};
};

/// True if any part is up. False if no part is up, at least one is known to be down, and each of
/// the others is known or has finished its warm-up. Otherwise not known.
std::optional<bool> up_of(std::span<const AggregatePart> parts);

/// The time at which the last part that was up no longer was. None if a part is up, or none was.
std::optional<MonotonicTime> last_loss(std::span<const AggregatePart> parts);

/// Why a connection is not up: `no answer on 2 of 2 prefixes`. `blocked`, one per prefix or empty,
/// marks those that are unknown because of this host, as in `no answer on 1 of 2 prefixes, 1 of 2
/// prefixes not known: probes do not leave this host`. Empty if every prefix has a source and none
/// is down.
std::string reason_of(std::span<const PrefixReach> prefixes, const std::vector<bool>& blocked = {});

/// The state of an aggregate at `now`, after `before`. Leaves the reason empty.
AggregateReach next_state(const AggregateReach& before, std::span<const AggregatePart> parts,
                          MonotonicTime now);

}  // namespace peeringd

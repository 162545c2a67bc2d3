// Says in a sentence why a connection or a prefix of a branch has its result, from the codes and
// figures that a store has. Pure. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "fleet/fleet_state.hpp"

namespace peeringd {

/// The active signals of the worst severity, such as `loss 12%; another PoP answers`; empty if no
/// signal is active.
std::string reason_of(const StorePrefix& prefix);

/// The causes of the result, with the worst figure of its prefixes. Of a dark branch, when its last
/// sample arrived.
std::string reason_of(const StoreConnection& connection, const StoreBranch* branch, WallTime now);

/// A signal in words; its code if it is of a later version.
std::string signal_text(std::string_view signal);

}  // namespace peeringd

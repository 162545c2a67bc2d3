// Converts outages and announced maintenance, which survive a restart, to the text of a small file,
// and back. The addresses of names have a file of their own (address_memory.hpp): an earlier
// version rejects a text with entries that it does not know. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/assessment.hpp"
#include "model/persistent_state.hpp"

namespace peeringd {

/// Outages in an older text are not restored: they may have ended while the daemon was not running.
inline constexpr Duration max_outage_age = std::chrono::hours{1};

/// The part of an assessment that must survive a restart, without the addresses.
PersistentState persistent_state_of(const Assessment& assessment);

/// Serialises `state` without its addresses, as of `now`.
std::string persistent_state_text(const PersistentState& state, WallTime now);

/// Parses a text of persistent_state_text(), without entries that have expired at `now`:
/// maintenance that has ended, and outages if the text is from more than `max_outage_age` before or
/// after `now`. None if the text is invalid.
std::optional<PersistentState> state_from(std::string_view text, WallTime now);

}  // namespace peeringd

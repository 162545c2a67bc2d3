// Converts the state that survives a restart to the text of a small file, one entry per line, and
// back. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/assessment.hpp"
#include "model/persistent_state.hpp"

namespace peeringd {

/// Outages in an older text are not restored: they may have ended while the daemon was not running.
inline constexpr Duration max_outage_age = std::chrono::hours{1};

/// Addresses that were answered longer ago are not restored.
inline constexpr Duration max_address_age = std::chrono::days{1};

/// The addresses of names that an assessment has in use.
std::vector<KnownAddress> known_addresses_of(const Assessment& assessment);

/// The part of an assessment that must survive a restart, without the addresses.
PersistentState persistent_state_of(const Assessment& assessment);

/// Serialises `state`, as of `now`.
std::string persistent_state_text(const PersistentState& state, WallTime now);

/// Parses a text of persistent_state_text(), without entries that have expired at `now`:
/// maintenance that has ended, outages if the text is from more than `max_outage_age` before or
/// after `now`, and addresses from more than `max_address_age` before or after it. None if the text
/// is invalid.
std::optional<PersistentState> state_from(std::string_view text, WallTime now);

}  // namespace peeringd

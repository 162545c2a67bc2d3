// The state that survives a restart, as the text of a small file with one entry per line. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/assessment.hpp"
#include "model/persistent_state.hpp"

namespace peeringd {

/// Outages of an older text are not restored: they may have ended while the daemon did not run.
inline constexpr Duration max_outage_age = std::chrono::hours{1};

/// What of an assessment must survive a restart.
PersistentState persistent_state_of(const Assessment& assessment);

/// The text of a state that holds at `now`.
std::string persistent_state_text(const PersistentState& state, WallTime now);

/// The state in `text`, as far as it still holds at `now`: maintenance that has not ended, and the
/// outages unless the text is older than `max_outage_age` or from the future. None if the text
/// is not one of persistent_state_text().
std::optional<PersistentState> state_from(std::string_view text, WallTime now);

}  // namespace peeringd

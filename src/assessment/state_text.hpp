// What must survive a restart, as the text of a small file with one entry a line. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/assessment.hpp"
#include "model/lasting_state.hpp"

namespace peeringd {

/// How old the text may be so that its outages are restored. After a longer time without the daemon
/// nothing is known about them.
inline constexpr Duration oldest_outage_text = std::chrono::hours{1};

/// What of an assessment must survive a restart.
LastingState lasting_state_of(const Assessment& assessment);

/// The text of a state that holds at `now`.
std::string state_text(const LastingState& state, WallTime now);

/// The state in `text`, as far as it still holds at `now`: maintenance that has not ended, and the
/// outages unless the text is older than `oldest_outage_text` or from the future. None if the text
/// is not one of state_text().
std::optional<LastingState> state_from(std::string_view text, WallTime now);

}  // namespace peeringd

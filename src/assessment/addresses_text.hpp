// Converts what is known of the lines of this host to the text of the file `addresses`, and back.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/persistent_state.hpp"

namespace peeringd {

/// Serialises `known`.
std::string addresses_text(const KnownLines& known);

/// Parses a text of addresses_text(), without addresses from more than `max_address_age` before
/// `now`, and without sources from more than `max_source_age` before it. Keeps those from after
/// `now`: the clock is behind, as of a host that boots without a battery, so their age is unknown.
/// None if the text is invalid.
std::optional<KnownLines> addresses_from(std::string_view text, WallTime now);

}  // namespace peeringd

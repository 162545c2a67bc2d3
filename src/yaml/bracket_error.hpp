// Explains mistakes within `[…]` and `{…}`, where YAML has other rules for a text than on a line of
// its own. Internal to this folder.
#pragma once

#include <optional>
#include <string_view>

#include "yaml/syntax_error.hpp"

namespace peeringd {

inline constexpr std::string_view address_needs_quotes =
    "YAML takes the colon at the end of an IPv6 address for that of a key; put the address in "
    "quotes";

/// Whether `text` looks like an IPv6 address whose last character is a colon.
bool is_address_with_final_colon(std::string_view text);

/// Nothing where the parser did not give up because of brackets.
std::optional<SyntaxError> explain_brackets(const YamlLines& lines, const ParserState& state);

}  // namespace peeringd

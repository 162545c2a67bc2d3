// Characters that come with text pasted from a web page or a word processor, and look like others
// or like nothing: no-break spaces, zero-width spaces, typographic quotes and dashes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace peeringd {

struct OddCharacter {
  std::size_t at = 0;  ///< its first byte in the text
  /// `contains a no-break space (U+00A0), perhaps from pasted text; write an ordinary space`.
  std::string message;
};

/// The first one anywhere in `text`, for values that must be ASCII.
std::optional<OddCharacter> find_odd_character(std::string_view text);

/// One at the beginning or the end of `text`: for texts in any language, which may well have one
/// inside.
std::optional<OddCharacter> find_odd_edge(std::string_view text);

}  // namespace peeringd

// Explains why a document is not valid YAML, and what was probably meant. The parser's own messages
// are about its grammar ("illegal map value"), and their place is often a line too late.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "yaml/lines.hpp"

namespace peeringd {

struct SyntaxError {
  TextPlace place;
  std::string message;
};

/// The state of the parser when it gave up.
struct ParserState {
  TextPlace place;                  ///< where it gave up
  std::string message;              ///< in its own words
  std::optional<TextPlace> opened;  ///< the innermost list or map that is still open
  TextPlace last_value;             ///< the last value that it reported
};

/// The most common mistake at such a place; else the parser's own message.
SyntaxError explain_syntax_error(std::string_view text, const ParserState& state);

/// Why `text`, which the parser takes for a second document, is indented wrongly; nothing where a
/// second document was meant.
std::optional<SyntaxError> explain_second_document(std::string_view text, const TextPlace& place);

}  // namespace peeringd

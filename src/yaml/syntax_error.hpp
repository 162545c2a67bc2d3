// Explains why a document is not valid YAML, and suggests a correction. The messages of the parser
// are about its grammar ("illegal map value"), and their line is often one too late.
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

/// The state of the parser at the error.
struct ParserState {
  TextPlace place;                  ///< of the parser's error
  std::string message;              ///< the parser's own
  std::optional<TextPlace> opened;  ///< the innermost list or map that is still open
  TextPlace last_value;             ///< the last value before the error
};

/// Returns the most likely mistake in this state, or else the parser's own message.
SyntaxError explain_syntax_error(std::string_view text, const ParserState& state);

/// Explains wrong indentation at `place`, where the parser has found the start of a second
/// document. None if a second document was intended.
std::optional<SyntaxError> explain_second_document(std::string_view text, const TextPlace& place);

}  // namespace peeringd

// What was probably meant where a document is not YAML. The parser's own words are about its
// grammar ("illegal map value"), at the place where it gave up, often a line too late.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "yaml/lines.hpp"

namespace peeringd {

struct YamlMistake {
  TextPlace place;
  std::string message;
};

/// What the parser knew when it gave up.
struct ParserState {
  TextPlace place;                  ///< where it gave up
  std::string message;              ///< in its own words
  std::optional<TextPlace> opened;  ///< the innermost list or map that is still open
  TextPlace last_value;             ///< the last value that it told of
};

/// The mistake that people make most often in such a place; else the parser's words.
YamlMistake explain_yaml_mistake(std::string_view text, const ParserState& state);

/// Why `text`, which the parser takes for a second document, is indented wrongly; nothing where a
/// second document was meant.
std::optional<YamlMistake> explain_second_document(std::string_view text, const TextPlace& place);

}  // namespace peeringd

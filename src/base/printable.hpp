// Escapes untrusted text (file names, request paths, answers of servers) for one line of a log or a
// terminal: it may contain line feeds that forge lines, and sequences that control a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace peeringd {

/// The character that a text starts with.
struct FirstCharacter {
  enum class Kind {
    printable,
    control,   ///< C0, DEL, C1, a line separator, or one that changes the writing direction
    not_utf8,  ///< a single byte
  };

  std::size_t bytes = 1;
  Kind kind = Kind::printable;
  char32_t code = 0;  ///< of a control character
};

/// `text` must not be empty. Any thread.
FirstCharacter first_character(std::string_view text);

/// `text` with control characters as `\n`, `\x1b` or `\u009b`, and bytes that are not UTF-8 as
/// `\xff`. Any thread.
std::string printable(std::string_view text);

/// `bytes` in quotes: printable ASCII unchanged, all else as `\n`, `\"` or `\x1b`. After `longest`
/// bytes it is cut off with `…`.
std::string escaped(std::string_view bytes, std::size_t longest);

}  // namespace peeringd

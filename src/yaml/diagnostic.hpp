// An error or a warning about a place in a file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace peeringd {

/// A place in a file, and the message about it.
struct Diagnostic {
  std::string file;             ///< as the user named it, or as the include found it
  int line = 0;                 ///< from 1; 0: the file as a whole
  int column = 0;               ///< from 1
  std::string path;             ///< `connections[0].prefixes[1].source`; empty: the file as a whole
  std::string message;          ///< the error and a suggestion
  std::size_t file_number = 0;  ///< in the order in which the files were read, from 0

  /// `file:line:column: severity: path: message`, without the parts that are not set. `severity`
  /// is "error", "warning", or empty for a log whose lines have a level of their own.
  std::string to_string(std::string_view severity = {}) const;

  /// Orders by file, line and column.
  bool is_before(const Diagnostic& other) const;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

}  // namespace peeringd

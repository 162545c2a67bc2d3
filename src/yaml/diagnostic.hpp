// One error or warning about a file, as a user reads it.
#pragma once

#include <cstddef>
#include <string>

namespace peeringd {

/// A place in a file, and what is wrong or doubtful there.
struct Diagnostic {
  std::string file;             ///< as the user named it, or as the include found it
  int line = 0;                 ///< from 1; 0: the file as a whole
  int column = 0;               ///< from 1
  std::string path;             ///< `connections[0].prefixes[1].source`; empty: the file as a whole
  std::string message;          ///< what is wrong, and what was meant
  std::size_t file_number = 0;  ///< in the order in which the files were read, from 0

  /// `file:line:column: path: message`, without the parts that are not set.
  std::string to_string() const;

  /// Whether it stands before `other` in the files. Those of one place keep their order.
  bool is_before(const Diagnostic& other) const;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

}  // namespace peeringd

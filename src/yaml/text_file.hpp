// Reads a text file, and detects files that are not text: a user may name a directory, a FIFO, a
// disk image or a core dump by mistake.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

/// More than a thousand times what a large configuration needs.
inline constexpr std::size_t max_config_bytes = std::size_t{8} * 1024 * 1024;

/// The limit for all included files together.
inline constexpr std::size_t max_included_bytes = 2 * max_config_bytes;

/// The contents of the regular file `path`, of at most max_config_bytes. The error does not repeat
/// the path. Does not block on a FIFO.
Result<std::string> read_text_file(const std::filesystem::path& path);

/// A byte that is not UTF-8 (RFC 3629), or a control character.
struct TextFlaw {
  int line = 1;
  int column = 1;  ///< in bytes
  std::string what;
};

/// The first flaw of `text`, if it has one.
std::optional<TextFlaw> find_text_flaw(std::string_view text);

}  // namespace peeringd

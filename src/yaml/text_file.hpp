// Reads a whole text file with suspicion: what a user names as a configuration file may be a
// directory, a FIFO that never ends, a disk image or a core dump.
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

/// Of all included files together.
inline constexpr std::size_t max_included_bytes = 2 * max_config_bytes;

/// The contents of the regular file `path`, of at most max_config_bytes. The error does not repeat
/// the path. Does not block on a FIFO.
Result<std::string> read_text_file(const std::filesystem::path& path);

/// What makes `text` not a text: a byte that is not UTF-8 (RFC 3629), or a control character.
struct TextFlaw {
  int line = 1;
  int column = 1;  ///< in bytes
  std::string what;
};

/// The first flaw of `text`, if it has one.
std::optional<TextFlaw> find_text_flaw(std::string_view text);

}  // namespace peeringd

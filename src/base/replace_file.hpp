// Writes a whole file atomically: readers see the old content or the new one, also after a power
// failure.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

/// Writes `text` to `path` with the suffix `.new`, flushes it to the disk, and renames it to
/// `path`. On an error, `path` is unchanged; the message names the file. Blocks on the file system.
/// Any thread, but one at a time for each path.
Result<void> replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace peeringd

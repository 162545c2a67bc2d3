// Writes a whole file atomically: readers see the old content or the new one, also after a power
// failure.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

/// Writes `text` to `path` with the suffix `.new`, flushes it to the disk, renames it to `path`,
/// and flushes the folder. A symbolic link remains: the file that it names is replaced. The mode,
/// owner and group of an existing file are kept. Without the right to change the owner, the process
/// becomes the owner; without the right to set the group, it fails unless everyone may read the
/// file. On an error, `path` is unchanged and no other file remains; the message names the file.
/// Blocks on the file system. Any thread, but one at a time for each path.
Result<void> replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace peeringd

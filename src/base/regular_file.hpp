// Reads a whole file with suspicion: what a path names may be a directory, a FIFO that nobody
// writes to, a device, or a disk image, and may be another one at the next reading.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace peeringd {

/// The contents of the regular file `path`, of at most `most_bytes`. Opens it without blocking, so
/// that a FIFO in its place is an error and no wait. The error does not repeat the path.
Result<std::string> read_regular_file(const std::filesystem::path& path, std::size_t most_bytes);

}  // namespace peeringd

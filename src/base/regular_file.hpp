// Reads a whole file defensively: a path may name a directory, a FIFO without a writer, a device or
// a disk image, and another file at the next read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace peeringd {

/// The contents of the regular file `path`, of at most `max_bytes`. Opens it without blocking: a
/// FIFO is an error. The error does not repeat the path.
Result<std::string> read_regular_file(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace peeringd

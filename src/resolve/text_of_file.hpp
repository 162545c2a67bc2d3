// Reads small system files, and detects when one has changed.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <ctime>
#include <string>
#include <tuple>

#include "base/result.hpp"

namespace peeringd {

/// Changes when a file is written or replaced. An absent file has a stamp, too.
using FileStamp = std::tuple<dev_t, ino_t, off_t, std::time_t, long>;

FileStamp stamp_of(const std::string& path);

/// The whole file; an absent one is empty. Fails, with the reason, if the file cannot be read, is
/// larger than `limit`, or is a directory or FIFO. Blocks on the file system; any thread.
Result<std::string> text_of_file(const std::string& path, std::size_t limit);

}  // namespace peeringd

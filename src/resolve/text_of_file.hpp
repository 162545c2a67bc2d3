// Small files of the system as text, and how to see that one has changed.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <ctime>
#include <string>
#include <tuple>

#include "base/result.hpp"

namespace peeringd {

/// Enough to see that a file was written or replaced. An absent file has a stamp, too.
using FileStamp = std::tuple<dev_t, ino_t, off_t, std::time_t, long>;

FileStamp stamp_of(const std::string& path);

/// The whole file; an absent one is empty. Fails, with the reason, when the file cannot be read, is
/// larger than `limit` or is not a regular file. Blocks on the file system; any thread.
Result<std::string> text_of_file(const std::string& path, std::size_t limit);

}  // namespace peeringd

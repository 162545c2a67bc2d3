// Bytes from outside, fit for a log line and a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace peeringd {

/// `bytes` in quotes: printable ASCII as it is, all else as `\n`, `\"` or `\x1b`. Of more than
/// `longest` bytes the first, and `…`.
std::string escaped(std::string_view bytes, std::size_t longest);

}  // namespace peeringd

// Escapes untrusted bytes for a log line or a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace peeringd {

/// `bytes` in quotes: printable ASCII unchanged, all else as `\n`, `\"` or `\x1b`. After `longest`
/// bytes it is cut off with `…`.
std::string escaped(std::string_view bytes, std::size_t longest);

}  // namespace peeringd

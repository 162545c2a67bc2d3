// What of a text is UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <string_view>

namespace peeringd {

/// Bytes of the UTF-8 sequence that `text` starts with; 0 when that is none. Any thread.
std::size_t utf8_length(std::string_view text);

}  // namespace peeringd

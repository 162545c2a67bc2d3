// Validates UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <string_view>

namespace peeringd {

/// Bytes of the UTF-8 sequence at the start of `text`; 0 if it is invalid. Any thread.
std::size_t utf8_length(std::string_view text);

}  // namespace peeringd

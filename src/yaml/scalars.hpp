// Scalars of any document as pure functions of their text. Each error quotes the text,
// describes the error, and suggests a correction.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

/// A decimal number from `min` to `max`. A leading zero is an error: YAML 1.1 reads 010 as 8.
Result<std::uint64_t> parse_whole_number(std::string_view text, std::uint64_t min,
                                         std::uint64_t max);

/// `true` or `false`.
Result<bool> parse_bool(std::string_view text);

}  // namespace peeringd

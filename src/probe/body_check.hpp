// Whether the body of a response is the expected one, and what to tell when it is not.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/probe_options.hpp"

namespace peeringd {

/// How much of a body has to be read to tell: one byte more than a whole one, to see that it is
/// longer; 64 KiB to find a part of it, 16 KiB to match a pattern.
std::size_t body_bytes_needed(const ExpectedBody& expected);

/// `body` is what was read of it.
bool is_expected(const ExpectedBody& expected, std::string_view body);

/// `an empty body`, or `"<html>…"`: its beginning, escaped.
std::string describe_body(std::string_view body);

}  // namespace peeringd

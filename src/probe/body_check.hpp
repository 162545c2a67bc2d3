// Compares the body of a response with the expected one, and describes it for the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/probe_options.hpp"

namespace peeringd {

/// How much of a body must be read for is_expected(): one byte more than an exact body, 64 KiB to
/// find a text in it, 16 KiB to match a pattern.
std::size_t body_bytes_needed(const ExpectedBody& expected);

/// `body`: as much of it as was read.
bool is_expected(const ExpectedBody& expected, std::string_view body);

/// `an empty body`, or `"<html>…"`: its beginning, escaped.
std::string describe_body(std::string_view body);

}  // namespace peeringd

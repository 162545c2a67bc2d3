// What a line of the log looks like: for people, or for programs that collect logs.
#pragma once

#include <spdlog/formatter.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "log/log.hpp"

namespace peeringd::log {

/// `priority`: with the journal's priority in front (sd-daemon(3)), which it takes away again. It
/// dates each line itself, so the text for people has no time then. No message of any format breaks
/// its line or steers a terminal (base/printable.hpp).
std::unique_ptr<spdlog::formatter> make_formatter(Format format, bool priority);

/// A message that brings its fields along, for the formatter of this format to put in their place.
std::string with_fields(std::string_view message, std::span<const Field> fields, Format format);

/// `text` in quotes, as both JSON (RFC 8259, section 7) and logfmt have it. What is no UTF-8
/// becomes U+FFFD: a collector would refuse the whole line.
std::string quoted(std::string_view text);

}  // namespace peeringd::log

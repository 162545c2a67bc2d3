// Formats lines of the log, for people or for programs that collect logs.
#pragma once

#include <spdlog/formatter.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "log/log.hpp"

namespace peeringd::log {

/// `priority`: begin each line with its priority for the journal (sd-daemon(3)), which removes it.
/// The journal dates lines itself, so the text format then has no time. In every format, a message
/// can neither break its line nor control a terminal (base/printable.hpp).
std::unique_ptr<spdlog::formatter> make_formatter(Format format, bool priority);

/// A message together with its fields, which the formatter of this format puts in their place.
std::string with_fields(std::string_view message, std::span<const Field> fields, Format format);

/// Returns `text` quoted for JSON (RFC 8259, section 7) and logfmt. Invalid UTF-8 becomes U+FFFD,
/// as collectors would refuse the whole line.
std::string quoted(std::string_view text);

}  // namespace peeringd::log

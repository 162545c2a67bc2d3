// Text for people: aligned columns and short numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

using Row = std::vector<std::string>;

/// Formats the rows as lines. Each column is as wide as its widest cell; the last one is not
/// padded. All rows must have as many cells as the first.
std::string format_table(const std::vector<Row>& rows);

/// Maximum width of a line on a terminal, unless a single word is longer.
inline constexpr std::size_t terminal_width = 100;

/// Wraps `text` into lines that fit a terminal, each indented by `indent` spaces. Empty for an
/// empty text.
std::string wrap_text(const std::string& text, std::size_t indent);

/// `10.13 ms`; `-` if not measured.
std::string milliseconds_text(std::optional<Duration> duration);

}  // namespace peeringd

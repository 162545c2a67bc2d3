// Figures for people: aligned columns and short numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

using Row = std::vector<std::string>;

/// The rows as lines, each column as wide as its widest cell, the last one without padding. All
/// rows have as many cells as the first.
std::string format_table(const std::vector<Row>& rows);

/// `10.13 ms`; `-` for what was not measured.
std::string milliseconds_text(std::optional<Duration> duration);

}  // namespace peeringd

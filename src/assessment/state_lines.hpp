// The form of the small files that survive a restart: a first line that names the format, then one
// entry per line, with fields separated by tabs. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// Unix time in milliseconds.
std::string state_time_text(WallTime time);

/// None if `text` is not from state_time_text().
std::optional<WallTime> state_time_from(std::string_view text);

/// One entry, with its line break. Separators in its fields become spaces.
std::string state_line(std::vector<std::string> fields);

/// The fields of each entry, as views of `text`. None if the text does not begin with `first_line`,
/// or does not end with a line break: then its end is missing.
std::optional<std::vector<std::vector<std::string_view>>> state_entries(
    std::string_view text, std::string_view first_line);

}  // namespace peeringd

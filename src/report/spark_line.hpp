// A line of blocks that shows how a figure changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace peeringd {

/// At most `count` values: the medians of neighbouring ones, without those that were not measured.
std::vector<std::optional<double>> medians_of_parts(
    const std::vector<std::optional<double>>& values, std::size_t count);

/// At most `width` Unicode blocks, oldest first; a blank for a value that was not measured. The
/// lowest block is the smallest value, and the full block the largest, or the smallest plus a
/// quarter if that is more, so that noise stays flat. If there are more values than blocks, a block
/// is the median of neighbouring values. Values must not be negative. Any thread.
std::string spark_line(const std::vector<std::optional<double>>& values, std::size_t width);

}  // namespace peeringd

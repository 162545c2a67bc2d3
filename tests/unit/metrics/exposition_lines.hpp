// Splits an exposition into lines and samples.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/snapshot.hpp"

namespace peeringd::test {

std::vector<std::string> lines_of(const std::string& text);

/// `name` of `# HELP name …`, `name{…} 1` and `name 1`.
std::string name_in(const std::string& line);

std::vector<std::string> render(const Snapshot& snapshot);

/// The lines of one metric, without its comments.
std::vector<std::string> samples_of(const Snapshot& snapshot, std::string_view name);

double value_of(const std::string& line);

}  // namespace peeringd::test

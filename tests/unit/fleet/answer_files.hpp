// Answers of stores that were recorded in the lab: tests/data/fleet.
#pragma once

#include <string>

#include "fleet/promql_answer.hpp"

namespace peeringd::test {

/// The file `name` of tests/data/fleet.
std::string answer_text(const std::string& name);

/// The same, read; fails the test if it cannot be.
PromAnswer answer_in(const std::string& name);

/// A series with these labels and one sample for each value, `step` seconds apart.
PromSeries series_with(std::vector<std::pair<std::string, std::string>> labels, double from,
                       double step, const std::vector<double>& values);

}  // namespace peeringd::test

// Two expositions that together contain every metric, for tests of the whole text.
#pragma once

#include <string>

#include "metrics/exposition.hpp"

namespace peeringd::test {

/// Counters, losses, errors and alerts, with a label value in which all special characters occur.
std::string counts_page(Detail detail = Detail::all);

/// Observations of HTTPS and STUN probes.
std::string observations_page(Detail detail = Detail::all);

}  // namespace peeringd::test

// Two expositions that together hold every metric, for tests of the whole text.
#pragma once

#include <string>

namespace peeringd::test {

/// Counters, losses, errors and alerts, with a label value in which everything must be escaped.
std::string counts_page();

/// What HTTPS and STUN probes found out beyond round-trip times.
std::string observations_page();

}  // namespace peeringd::test

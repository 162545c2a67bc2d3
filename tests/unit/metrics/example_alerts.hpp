// An evaluation made by hand, of the example snapshot.
#pragma once

#include "model/alert_report.hpp"

namespace peeringd::test {

/// The first path fails by its latency (60 ms and 100 ms), its prefix passes by its loss (critical
/// at 1 %, no warning), the connection warns, and of the group contoso-us nothing is known.
AlertReport example_alerts();

}  // namespace peeringd::test

// A manually written evaluation of the example snapshot.
#pragma once

#include "model/alert_report.hpp"

namespace peeringd::test {

/// The first path fails on latency (60 ms and 100 ms), its prefix passes on loss (critical at 1 %,
/// no warning), the connection has a Warning, and the group contoso-us is Indeterminate.
AlertReport example_alerts();

}  // namespace peeringd::test

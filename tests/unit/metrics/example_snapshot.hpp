// A manually written snapshot, small enough to compute its exposition by hand.
#pragma once

#include "metrics/exposition.hpp"
#include "model/snapshot.hpp"

namespace peeringd::test {

/// One connection with two prefixes, of which the second has no source, and one endpoint with two
/// probes. Only the first of the four targets has been measured: four answers after 0.5, 2, 4 and
/// 200 ms, one timeout after the second of them, one probe in flight.
Snapshot example_snapshot();

/// Its configuration, for tests that modify it.
Config example_config();

DaemonFacts example_facts();

/// A target as it is before its first probe, sized by the configuration.
TargetSnapshot unmeasured(const Config& config, const Target& target);

}  // namespace peeringd::test

// Checks that need connections and endpoints together: thresholds in the wrong order, thresholds
// that the probes cannot resolve or reach, prefixes that nothing probes. Each cause is
// reported once, however many prefixes have it.
#pragma once

#include "base/clock.hpp"
#include "config/connections.hpp"
#include "config/endpoints.hpp"

namespace peeringd {

/// Reports thresholds in the wrong order on any path.
void check_alert_paths(const ConnectionList& connections, const EndpointList& endpoints);

/// Warns about thresholds that the probes of a path cannot resolve or never exceed, and about a
/// `min_samples` that the `window` cannot hold. Needs a configuration without errors.
void warn_about_alerts(const ConnectionList& connections, const EndpointList& endpoints,
                       Duration window);

/// Warns at each prefix if no endpoint of its connection has its address family, and at `root` if
/// nothing is probed at all.
void warn_about_unprobed(const ConnectionList& connections, const EndpointList& endpoints,
                         const Node& root);

}  // namespace peeringd

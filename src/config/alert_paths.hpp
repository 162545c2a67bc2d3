// What the alerts of prefixes and endpoints make together: contradictions, and what could never
// tell anything. Each cause is reported once, however many prefixes have it.
#pragma once

#include "base/clock.hpp"
#include "config/connections.hpp"
#include "config/endpoints.hpp"

namespace peeringd {

/// Reports thresholds in the wrong order on any path.
void check_alert_paths(const ConnectionList& connections, const EndpointList& endpoints);

/// Warns of thresholds that the probes of a path cannot tell apart or ever exceed, and of more
/// samples being asked for than the `window` holds. Needs a configuration without errors.
void warn_about_alerts(const ConnectionList& connections, const EndpointList& endpoints,
                       Duration window);

}  // namespace peeringd

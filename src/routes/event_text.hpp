// The events of routes: their kinds, levels and texts. Pure.
#pragma once

#include <string>

#include "model/event.hpp"
#include "routes/anomalies.hpp"
#include "routes/route_plan.hpp"
#include "routes/route_table.hpp"

namespace peeringd {

/// `on edge-1 from 192.0.2.11`, `on edge-1 to 192.0.2.11`, `in the table of edge-1`,
/// `at RIS peer 192.0.2.7 (rrc00)`.
std::string describe(const Vantage& at);

/// An announcement of a more-specific by an expected origin is information only.
bool is_informational(const MonitoredPrefix& monitored, const AnomalyKey& key);

/// Whether a foreign origin is only a warning: it is RPKI-valid, so the configured origins may be
/// incomplete, or the first VRPs have not arrived yet.
bool is_downgraded(const AnomalyKey& key, const AnomalyEvidence& evidence);

/// An anomaly began. Requires the evidence's entry, except for visibility.
Event anomaly_event(const MonitoredPrefix& monitored, const AnomalyKey& key,
                    const AnomalyEvidence& evidence, const RouteVisibility& visibility);

/// An anomaly is over.
Event cleared_event(const MonitoredPrefix& monitored, const AnomalyKey& key);

/// An anomaly is no longer evaluated: the configuration no longer has the prefix or its rules.
Event unmonitored_event(const MonitoredPrefix& monitored, const AnomalyKey& key);

/// The prefix appeared at or vanished from a session. `route` is that of an appearance, null for a
/// loss; `session_down`: the BGP session ended.
Event presence_event(const MonitoredPrefix& monitored, const MonitoredSession& session,
                     const BgpRoute* route, bool session_down);

/// The route in use is this one. `role` is that of the path, not of the session.
Event path_event(const MonitoredPrefix& monitored, SessionRole role, const KnownPath& path,
                 std::optional<AsNumber> origin);

}  // namespace peeringd

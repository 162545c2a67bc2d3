// Applies what the sources report to the route table. Pure: the time is an argument.
#pragma once

#include <variant>
#include <vector>

#include "model/vrp.hpp"
#include "routes/route_plan.hpp"
#include "routes/route_table.hpp"

namespace peeringd {

/// The passing of time: pass it at least once a second.
struct Tick {};

/// The plan changed: everything is evaluated anew.
struct PlanChange {};

using RouteInput =
    std::variant<RouteObservation, SessionChange, SourceChange, VrpChange, PlanChange, Tick>;

/// How long a withdrawal in a post-policy view or the Loc-RIB is held: a router that shuts down
/// withdraws all routes there before it closes the connection.
inline constexpr Duration withdrawal_hold = std::chrono::seconds{3};

/// A table without End-of-RIB is complete when no route of it has arrived for so long. So long
/// after an End-of-RIB, absence counts: a router sends it for a BGP session that has just come up,
/// too, whose routes are still arriving.
inline constexpr Duration table_silence = std::chrono::seconds{30};

/// A table without End-of-RIB whose routes change all the time is complete so long after its
/// session came up.
inline constexpr Duration longest_table = std::chrono::minutes{10};

/// Like table_silence, but before the first route: a router may delay the table (`initial-refresh
/// delay`).
inline constexpr Duration silence_before_table = std::chrono::minutes{5};

/// How long a route at a RIS peer counts without confirmation after a reconnect, and
/// within which time enough peers must report a foreign route.
inline constexpr Duration ris_stale_timeout = std::chrono::minutes{6};

/// How long after the start the first VRPs may take: until then any origin may be RPKI-valid.
inline constexpr Duration vrp_startup_grace = std::chrono::seconds{30};

/// Changes `table` and returns the indexes of the prefixes that may be affected, in ascending
/// order. Ignores input about other prefixes. Requires table.prefixes.size() ==
/// plan.prefixes.size().
std::vector<std::size_t> apply(RouteTable& table, const RoutePlan& plan, const RouteInput& input,
                               MonotonicTime now);

/// Whether tables received under `from` lack routes that `to` needs: it has more prefixes or
/// vantages.
bool needs_tables(const RoutePlan& from, const RoutePlan& to);

/// Returns the table for a new plan. It keeps the state of prefixes and vantages that both plans
/// contain. Anomalies of removed prefixes end; the next observe() returns the events. If
/// needs_tables(), all BMP sessions are unknown until the routers send their tables again, so the
/// caller closes the connections.
RouteTable adopt(RouteTable old, const RoutePlan& from, const RoutePlan& to, MonotonicTime now);

}  // namespace peeringd

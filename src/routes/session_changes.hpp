// What the beginning and the end of sessions do to the table. Pure: the time is an argument.
#pragma once

#include "routes/route_table.hpp"

namespace peeringd {

/// The session of a monitored vantage, which is added if it is new. Null, and counted in
/// dropped_entries, for a RIS peer above max_ris_peers.
SessionState* session_at(RouteTable& table, const Vantage& at);

/// The session is in another state: its routes are gone if it is down, and otherwise unknown.
void forget(RouteTable& table, const Vantage& at, SessionState::Link link, MonotonicTime now);

/// End-of-RIB: the table of a family was sent. False if nothing changed.
bool end_table(FamilyTable& known, MonotonicTime now);

/// Removes the routes that the tables which have settled did not confirm. A table settles
/// `table_silence` after its End-of-RIB, or without one when it is silent, or `longest_table` after
/// its session came up. True if any table has settled. Call it at least once a second.
bool settle_tables(RouteTable& table, MonotonicTime now);

/// Nothing is known of any RIS peer any more.
void forget_ris(RouteTable& table, MonotonicTime now);

/// RIS is connected again: routes from before fade from now on (ris_stale_timeout).
void begin_fading(RouteTable& table, MonotonicTime now);

}  // namespace peeringd

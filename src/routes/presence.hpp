// Where a monitored prefix is present, and which of its routes are in use. Pure.
#pragma once

#include <optional>

#include "routes/route_plan.hpp"
#include "routes/route_table.hpp"

namespace peeringd {

/// Whether the prefix itself is in the table of a session. Unknown if the session is unknown or
/// the table is incomplete.
Presence presence_at(const RouteTable& table, const PrefixState& state, const IpPrefix& prefix,
                     const Vantage& at);

/// The route of the prefix itself in the table of a session; null if it is not present. Of several
/// paths (RFC 7911) the one with the lowest path id.
const BgpRoute* route_at(const PrefixState& state, const IpPrefix& prefix, const Vantage& at);

/// Whether the table of the family is known well enough to see a foreign route in it.
bool can_see(const RouteTable& table, Family family, const Vantage& at);

/// The sessions that are in use for a prefix. `known` is false while a session with precedence
/// is unknown.
struct PathChoice {
  bool known = false;
  const MonitoredSession* session = nullptr;  ///< null: no session has the prefix
};

struct PathChoices {
  PathChoice active;  ///< the router's own table if it is monitored, else the first primary session
                      ///< that has the prefix, else the first backup session
  PathChoice backup;  ///< the first backup session that has the prefix
};

PathChoices choose_paths(const RouteTable& table, const PrefixState& state,
                         const MonitoredPrefix& monitored);

/// Whether the sessions of a role have the prefix: present if any has it, absent if none has it,
/// nullopt if no session of the role expects it.
std::optional<Presence> presence_in_role(const RouteTable& table, const PrefixState& state,
                                         const MonitoredPrefix& monitored, SessionRole role);

}  // namespace peeringd

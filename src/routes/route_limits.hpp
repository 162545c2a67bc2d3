// Limits of the routes kept per prefix, so that a flood of more-specifics neither exhausts the
// memory nor displaces the routes that the evaluation needs. Pure.
#pragma once

#include "routes/route_plan.hpp"
#include "routes/route_table.hpp"

namespace peeringd {

/// Routes are counted by source and by class, so that those of one never crowd out those of
/// another.
enum class RouteClass : std::uint8_t {
  expected,  ///< of the prefix itself, or of a more-specific in the rules
  own,       ///< of another more-specific, by an expected origin: information only
  foreign,   ///< of another more-specific, by a foreign or unknown origin
};

RouteClass class_of(const MonitoredPrefix& monitored, const IpPrefix& network,
                    const RouteEntry& entry);

/// Of each class, at all monitored BMP sessions together.
inline constexpr std::size_t max_bmp_routes = 1024;

/// Of each class, at all RIS peers together. Expected routes at RIS peers have no limit: there is
/// at most one for each peer and network.
inline constexpr std::size_t max_ris_routes_kept = 4096;

/// Routes of further RIS peers are ignored.
inline constexpr std::size_t max_ris_peers = 4096;

/// Whether `entry`, which `state` does not contain, may be added.
bool has_room(const PrefixState& state, const MonitoredPrefix& monitored, const RouteKey& key,
              const RouteEntry& entry);

/// The maximum number of informational anomalies of a prefix, its own more-specifics. Other
/// anomalies have no separate limit.
inline constexpr std::size_t max_informational_anomalies = 256;

}  // namespace peeringd

#include "routes/route_limits.hpp"

#include <algorithm>

#include "routes/route_checks.hpp"

namespace peeringd {

RouteClass class_of(const MonitoredPrefix& monitored, const IpPrefix& network,
                    const RouteEntry& entry) {
  const auto& meant = monitored.rules.more_specifics;
  const bool is_expected =
      network == monitored.prefix || std::find(meant.begin(), meant.end(), network) != meant.end();
  if (is_expected) return RouteClass::expected;
  const auto* const route = std::get_if<BgpRoute>(&entry.what);
  const bool is_own = route != nullptr && !foreign_origin(*route, monitored.rules.origins);
  return is_own ? RouteClass::own : RouteClass::foreign;
}

bool has_room(const PrefixState& state, const MonitoredPrefix& monitored, const RouteKey& key,
              const RouteEntry& entry) {
  const RouteSource source = key.at.source;
  const RouteClass wanted = class_of(monitored, key.network, entry);
  if (source == RouteSource::ris && wanted == RouteClass::expected) return true;
  const std::size_t most = source == RouteSource::ris ? max_ris_routes_kept : max_bmp_routes;
  if (state.entries.size() < most) return true;
  const auto kept =
      std::count_if(state.entries.begin(), state.entries.end(), [&](const auto& item) {
        return item.first.at.source == source &&
               class_of(monitored, item.first.network, item.second) == wanted;
      });
  return static_cast<std::size_t>(kept) < most;
}

}  // namespace peeringd

#include "routes/route_plan.hpp"

#include <algorithm>
#include <utility>

#include "model/config.hpp"

namespace peeringd {

MonitoredSession session_of_rule(const RouteSession& session,
                                 const std::vector<BmpRouter>& routers) {
  RouteView view = RouteView::pre_policy;
  for (const BmpRouter& router : routers) {
    if (router.name == session.router) view = router.view;
  }
  if (session.shows == SessionShows::announced) view = RouteView::out;
  if (session.shows == SessionShows::local) view = RouteView::local;
  return {{RouteSource::bmp, session.router, session.peer.value_or(IpAddress{}), view},
          session.role,
          session.shows};
}

RoutePlan make_route_plan(std::vector<MonitoredPrefix> prefixes,
                          std::optional<std::uint32_t> ris_min_peers) {
  RoutePlan plan{std::move(prefixes), {}, ris_min_peers, false};
  std::sort(plan.prefixes.begin(), plan.prefixes.end(),
            [](const MonitoredPrefix& a, const MonitoredPrefix& b) {
              return a.prefix.network() < b.prefix.network();
            });
  for (const MonitoredPrefix& prefix : plan.prefixes) {
    for (const MonitoredSession& session : prefix.sessions) plan.vantages.insert(session.at);
  }
  return plan;
}

RoutePlan make_route_plan(const Config& config) {
  std::vector<MonitoredPrefix> prefixes;
  const auto routers = config.routes.bmp ? config.routes.bmp->routers : std::vector<BmpRouter>{};
  for (std::uint32_t c = 0; c < config.connections.size(); ++c) {
    const ConnectionConfig& connection = config.connections[c];
    for (std::uint32_t p = 0; p < connection.prefixes.size(); ++p) {
      const PrefixConfig& prefix = connection.prefixes[p];
      if (!prefix.prefix || prefix.routes.off()) continue;
      MonitoredPrefix monitored{
          subject_of(config, c, p), c, p, *prefix.prefix, prefix.routes, {}, {}};
      const Limits<double>& visibility = prefix.alerts.route_visibility;
      monitored.min_visibility = visibility.warning ? visibility.warning : visibility.critical;
      for (const RouteSession& session : prefix.routes.sessions) {
        monitored.sessions.push_back(session_of_rule(session, routers));
      }
      prefixes.push_back(std::move(monitored));
    }
  }
  const auto& ris = config.routes.ris;
  RoutePlan plan =
      make_route_plan(std::move(prefixes), ris ? std::optional(ris->min_peers) : std::nullopt);
  plan.rpki = !config.routes.rpki.empty();
  return plan;
}

std::optional<std::size_t> RoutePlan::find(const IpPrefix& network) const {
  const auto after =
      std::upper_bound(prefixes.begin(), prefixes.end(), network.network(),
                       [](const IpAddress& address, const MonitoredPrefix& monitored) {
                         return address < monitored.prefix.network();
                       });
  if (after == prefixes.begin()) return std::nullopt;
  const IpPrefix& candidate = std::prev(after)->prefix;
  if (candidate.length() > network.length() || !candidate.contains(network.network())) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(std::prev(after) - prefixes.begin());
}

}  // namespace peeringd

#include "routes/report_vantage.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "routes/anomalies.hpp"
#include "routes/presence.hpp"
#include "routes/route_checks.hpp"

namespace peeringd {
namespace {

RpkiState rpki_of_route(const RouteTable& table, const IpPrefix& network,
                        std::optional<AsNumber> origin) {
  return table.vrps ? table.vrps->validate(network, origin) : RpkiState::unknown;
}

/// When the route that route_at() returns was announced.
std::optional<MonotonicTime> announced_at(const PrefixState& state, const BgpRoute& route) {
  for (const auto& [key, entry] : state.entries) {
    if (std::get_if<BgpRoute>(&entry.what) == &route) return entry.since;
  }
  return std::nullopt;
}

/// RIS routes while they are collected, by network and origin.
struct RisRoutes {
  std::set<Vantage> peers;
  const BgpRoute* first = nullptr;
};

struct RisKey {
  IpPrefix network;
  std::optional<AsNumber> origin;

  friend bool operator<(const RisKey& a, const RisKey& b) {
    return std::make_tuple(a.network.network(), a.network.length(), a.origin) <
           std::make_tuple(b.network.network(), b.network.length(), b.origin);
  }
};

}  // namespace

RouteSessionReport report_session(const RouteTable& table, const PrefixState& state,
                                  const MonitoredPrefix& monitored,
                                  const MonitoredSession& session) {
  RouteSessionReport report;
  report.at = session.at;
  report.role = session.role;
  report.shows = session.shows;
  report.presence = presence_at(table, state, monitored.prefix, session.at);
  const auto known = table.sessions.find(session.at);
  if (known != table.sessions.end()) report.peer_as = known->second.peer_as;
  const BgpRoute* const route = route_at(state, monitored.prefix, session.at);
  if (report.presence == Presence::present && route != nullptr) {
    report.route = *route;
    report.upstream = upstream_of(*route, session.at.source, report.peer_as);
    report.rpki = rpki_of_route(table, monitored.prefix, route->origin);
    report.since = announced_at(state, *route);
  }
  if (known == table.sessions.end()) return report;
  const SessionState& link = known->second;
  report.only_withdraws = link.only_withdraws();
  if (link.link != SessionState::Link::unknown) {
    report.session_up = link.link == SessionState::Link::up;
  }
  if (link.link == SessionState::Link::down) report.since = link.since;
  return report;
}

RisReport report_ris(const RouteTable& table, const PrefixState& state,
                     const MonitoredPrefix& monitored) {
  RisReport report;
  report.current = table.ris_connected;
  const RouteVisibility seen = visibility_of(state, monitored.prefix);
  report.known = seen.known;
  report.visible = seen.visible;
  std::map<RisKey, RisRoutes> found;
  for (const auto& [key, entry] : state.entries) {
    const auto* const route = std::get_if<BgpRoute>(&entry.what);
    if (key.at.source != RouteSource::ris || entry.stale || route == nullptr) continue;
    RisRoutes& routes = found[{key.network, route->origin}];
    routes.peers.insert(key.at);
    if (routes.first == nullptr) routes.first = route;
  }
  for (const auto& [key, routes] : found) {
    report.routes.push_back({key.network.to_string(), key.origin, routes.peers.size(),
                             routes.first->path, rpki_of_route(table, key.network, key.origin)});
  }
  std::stable_sort(report.routes.begin(), report.routes.end(),
                   [](const RisRoute& a, const RisRoute& b) { return a.peers > b.peers; });
  if (report.routes.size() > max_ris_routes) report.routes.resize(max_ris_routes);
  return report;
}

}  // namespace peeringd

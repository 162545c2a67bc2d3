// Metrics of the routes of prefixes, and of their events.
#include <utility>
#include <vector>

#include "metrics/items.hpp"

namespace peeringd {
namespace {

struct PrefixRouteItem {
  const RouteReport& report;
  const PrefixRouteReport& prefix;

  Labels labels() const { return prefix_labels(*report.config, prefix.connection, prefix.prefix); }
};

std::string name_of_role(SessionRole role) {
  return role == SessionRole::primary ? "primary" : "backup";
}

Labels session_labels(const PrefixRouteItem& item, const RouteSessionReport& session) {
  Labels labels = item.labels();
  labels.push_back({"role", name_of_role(session.role)});
  labels.push_back({"router", session.at.router});
  const bool local = session.shows == SessionShows::local;
  labels.push_back({"peer", local ? "" : session.at.peer.to_string()});
  return labels;
}

/// The AS next to the origin, prepends left out; empty if there is none.
std::string upstream_text(const BgpRoute& route) {
  const auto& path = route.path.sequence;
  for (auto as = path.rbegin(); as != path.rend(); ++as) {
    if (*as != path.back()) return std::to_string(*as);
  }
  return {};
}

Labels route_labels(const PrefixRouteItem& item, const RouteSessionReport& session) {
  Labels labels = session_labels(item, session);
  const BgpRoute& route = *session.route;
  labels.push_back({"origin", route.origin ? std::to_string(*route.origin) : ""});
  labels.push_back({"upstream", upstream_text(route)});
  return labels;
}

void add_presence(Series& out, const PrefixRouteItem& item) {
  for (const RouteSessionReport& session : item.prefix.sessions) {
    if (session.presence == Presence::unknown || session.shows == SessionShows::watch) continue;
    out.add(session_labels(item, session), session.presence == Presence::present);
  }
}

void add_routes(Series& out, const PrefixRouteItem& item) {
  for (const RouteSessionReport& session : item.prefix.sessions) {
    if (!session.route) continue;
    Labels labels = route_labels(item, session);
    labels.push_back({"rpki", std::string(name_of(session.rpki))});
    out.add(labels, true);
  }
}

void add_active_path(Series& out, const PrefixRouteItem& item) {
  if (!item.prefix.active) return;
  const RouteSessionReport& session = item.prefix.sessions[*item.prefix.active];
  if (session.route) out.add(route_labels(item, session), true);
}

void add_events(Series& out, const PrefixRouteItem& item) {
  for (const auto& [kind, count] : item.prefix.events) {
    Labels labels = item.labels();
    labels.push_back({"type", std::string(name_of(kind))});
    out.add(labels, count);
  }
}

void add_faults(Series& out, const PrefixRouteItem& item) {
  std::map<EventKind, std::uint64_t> counts;
  for (const RouteFault& fault : item.prefix.faults) ++counts[fault.kind];
  for (const auto& [kind, count] : counts) {
    Labels labels = item.labels();
    labels.push_back({"type", std::string(name_of(kind))});
    out.add(labels, count);
  }
}

constexpr Metric<PrefixRouteItem> route_rows[]{
    {Type::Gauge, "peering_prefix_route_present",
     "1 while a session has the route of the prefix, 0 while it does not. Absent while that is not "
     "known.",
     add_presence},
    {Type::Gauge, "peering_prefix_route_info",
     "1 for the route of the prefix at a session: its origin, the AS next to it, and its RPKI "
     "state.",
     add_routes},
    {Type::Gauge, "peering_prefix_active_path_info",
     "1 for the route of the prefix that is in use.", add_active_path},
    {Type::Gauge, "peering_prefix_route_faults",
     "Number of bad states of the routes of the prefix, by the kind of event with which they "
     "began. "
     "Absent: none.",
     add_faults},
    {Type::Counter, "peering_prefix_events_total",
     "Events of the routes of the prefix, by kind. Absent: none so far.", add_events},
};

}  // namespace

void append_route_metrics(Families& families, const Page& page) {
  const std::shared_ptr<const RouteReport> report = page.facts.routes;
  const std::size_t count = report ? report->prefixes.size() : 0;
  append<PrefixRouteItem>(families, route_rows, count, [report](std::size_t index) {
    return PrefixRouteItem{*report, report->prefixes[index]};
  });
}

}  // namespace peeringd

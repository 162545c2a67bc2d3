// Metrics of the routes of prefixes, and of their events.
#include <utility>
#include <vector>

#include "metrics/items.hpp"
#include "model/route_event.hpp"

namespace peeringd {
namespace {

constexpr EventKind after(EventKind kind) {
  return static_cast<EventKind>(static_cast<std::size_t>(kind) + 1);
}

struct PrefixRouteItem {
  const RouteReport& report;
  const PrefixRouteReport& prefix;
  Instant instant;

  Labels labels() const { return prefix_labels(*report.config, prefix.connection, prefix.prefix); }
};

Labels session_labels(const PrefixRouteItem& item, const RouteSessionReport& session) {
  Labels labels = item.labels();
  labels.push_back({"session_role", std::string(name_of(session.role))});
  labels.push_back({"bmp_router", session.at.router});
  const bool local = session.shows == SessionShows::local;
  labels.push_back({"bgp_peer", local ? "" : session.at.peer.to_string()});
  return labels;
}

std::string text_of(std::optional<AsNumber> as) {
  return as ? std::to_string(*as) : std::string();
}

Labels route_labels(const PrefixRouteItem& item, const RouteSessionReport& session) {
  Labels labels = session_labels(item, session);
  labels.push_back({"origin_as", text_of(session.route->origin)});
  labels.push_back({"upstream_as", text_of(session.upstream)});
  return labels;
}

void add_presence(Series& out, const PrefixRouteItem& item) {
  for (const RouteSessionReport& session : item.prefix.sessions) {
    if (session.presence == Presence::unknown || session.shows == SessionShows::foreign) continue;
    out.add(session_labels(item, session), session.presence == Presence::present);
  }
}

void add_routes(Series& out, const PrefixRouteItem& item) {
  for (const RouteSessionReport& session : item.prefix.sessions) {
    if (!session.route) continue;
    Labels labels = route_labels(item, session);
    labels.push_back({"rpki_state", std::string(name_of(session.rpki))});
    out.add(labels, true);
  }
}

void add_active_path(Series& out, const PrefixRouteItem& item) {
  if (!item.prefix.active) return;
  const RouteSessionReport& session = item.prefix.sessions[*item.prefix.active];
  if (session.route) out.add(route_labels(item, session), true);
}

Labels type_labels(const PrefixRouteItem& item, EventKind kind) {
  return with(item.labels(), "event_type", name_of(kind));
}

// Each kind from 0 on, so that increase() sees the first event.
void add_events(Series& out, const PrefixRouteItem& item) {
  for (auto kind = first_route_event; kind <= last_route_event; kind = after(kind)) {
    const auto found = item.prefix.events.find(kind);
    const bool none = found == item.prefix.events.end();
    out.add(type_labels(item, kind), none ? std::uint64_t{0} : found->second.count);
  }
}

void add_last_events(Series& out, const PrefixRouteItem& item) {
  for (const auto& [kind, count] : item.prefix.events) {
    const WallTime last = item.instant.wall_of(count.last);
    out.add(type_labels(item, kind), to_seconds(last.time_since_epoch()));
  }
}

void add_anomalies(Series& out, const PrefixRouteItem& item) {
  std::map<EventKind, std::uint64_t> counts;
  for (const RouteAnomaly& anomaly : item.prefix.anomalies) ++counts[anomaly.kind];
  for (const auto& [kind, count] : counts) out.add(type_labels(item, kind), count);
}

// Anybody can announce many more-specifics, so the series are limited.
void add_anomaly_infos(Series& out, const PrefixRouteItem& item) {
  constexpr std::uint64_t max_per_kind = 8;
  std::map<EventKind, std::uint64_t> counts;
  for (const RouteAnomaly& anomaly : item.prefix.anomalies) {
    if (++counts[anomaly.kind] > max_per_kind) continue;
    Labels labels = type_labels(item, anomaly.kind);
    labels.push_back({"network", anomaly.network});
    labels.push_back({"anomaly_as", anomaly.as == 0 ? "" : std::to_string(anomaly.as)});
    out.add(labels, true);
  }
}

// How many witnesses of each source there are, over all foreign origins of the prefix itself.
void add_witnesses(Series& out, const PrefixRouteItem& item) {
  const auto& origin = item.prefix.signals[static_cast<std::size_t>(RouteSignal::origin)];
  if (!origin.applies || !origin.bad) return;
  std::size_t bmp = 0;
  std::size_t ris = 0;
  for (const RouteAnomaly& anomaly : item.prefix.anomalies) {
    if (anomaly.kind != EventKind::origin_change &&
        anomaly.kind != EventKind::backup_origin_change) {
      continue;
    }
    bmp += anomaly.bmp_witnesses;
    ris += anomaly.ris_witnesses;
  }
  out.add(with(item.labels(), "source", "bmp"), std::uint64_t{bmp});
  out.add(with(item.labels(), "source", "ris"), std::uint64_t{ris});
}

constexpr Metric<PrefixRouteItem> route_rows[]{
    {Type::Gauge, "peering_prefix_route_present",
     "1 while a session has the route of the prefix, 0 while it does not. Absent while unknown, "
     "and for sessions with shows: foreign.",
     add_presence},
    {Type::Gauge, "peering_prefix_route_info",
     "1 for the route of the prefix at a session: its origin, the origin's upstream, and its RPKI "
     "state.",
     add_routes},
    {Type::Gauge, "peering_prefix_active_path_info",
     "1 for the route of the prefix that is in use.", add_active_path},
    {Type::Gauge, "peering_prefix_route_anomalies",
     "Route anomalies of the prefix that are active, by the type of the event with which they "
     "began. "
     "Absent if there are none.",
     add_anomalies},
    {Type::Gauge, "peering_prefix_route_anomaly_info",
     "1 for each active route anomaly of the prefix: the announced network and the AS. At most 8 "
     "of "
     "a type.",
     add_anomaly_infos},
    {Type::Gauge, "peering_prefix_foreign_origin_witnesses",
     "Sessions (source bmp) and ASes of RIS peers (source ris) that see a foreign origin of the "
     "prefix. Absent while unknown.",
     add_witnesses},
    {Type::Gauge, "peering_prefix_visible_peers",
     "RIS peers that have the prefix. Absent if fewer than 20 peers have ever had it.",
     [](const PrefixRouteItem& item) {
       const auto& seen = item.prefix.visibility;
       return seen ? std::optional<std::uint64_t>(seen->visible) : std::nullopt;
     }},
    {Type::Gauge, "peering_prefix_visibility_ratio",
     "Of the RIS peers that have ever had the prefix, the share that still has it. Absent if fewer "
     "than 20 peers have ever had it.",
     [](const PrefixRouteItem& item) {
       return item.prefix.visibility ? item.prefix.visibility->ratio() : std::nullopt;
     }},
    {Type::Counter, "peering_prefix_events_total", "Route events of the prefix, by type.",
     add_events},
    {Type::Gauge, "peering_prefix_event_last_timestamp_seconds",
     "Unix time of the last route event of the prefix, by type. Absent if there was none.",
     add_last_events},
};

}  // namespace

void append_route_metrics(Families& families, const Page& page) {
  const std::shared_ptr<const RouteReport> report = page.assessment.routes;
  const Instant instant = page.assessment.instant();
  const std::size_t count = report ? report->prefixes.size() : 0;
  append<PrefixRouteItem>(families, route_rows, count, [report, instant](std::size_t index) {
    return PrefixRouteItem{*report, report->prefixes[index], instant};
  });
}

}  // namespace peeringd

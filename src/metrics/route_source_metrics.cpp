// Metrics of the sources of routes.
#include <vector>

#include "metrics/items.hpp"

namespace peeringd {
namespace {

struct RouteSourceItem {
  const char* source;  // bmp, rpki or ris
  const RouteSourceStatus& status;

  Labels labels() const { return {{"source", source}, {"source_name", status.name}}; }
};

struct RouteSourceFactsItem {
  const RouteSourceFacts& facts;

  Labels labels() const { return {}; }
};

std::optional<double> as_unix_time(const std::optional<WallTime>& time) {
  return time ? std::optional(to_seconds(time->time_since_epoch())) : std::nullopt;
}

void add_errors(Series& out, const RouteSourceItem& item) {
  for (std::size_t reason = 0; reason < route_source_error_names.size(); ++reason) {
    Labels labels = item.labels();
    labels.push_back({"reason", std::string(route_source_error_names[reason])});
    out.add(labels, item.status.errors[reason]);
  }
}

constexpr Metric<RouteSourceItem> source_rows[]{
    {Type::Gauge, "peeringd_route_source_up",
     "1 while a source of routes or of RPKI data is connected. Only one of several RPKI caches is "
     "connected at a time.",
     [](const RouteSourceItem& item) { return item.status.up; }},
    {Type::Gauge, "peeringd_route_source_synchronised",
     "1 while a source is connected, and what it reported is complete and current.",
     [](const RouteSourceItem& item) { return item.status.synchronised; }},
    {Type::Gauge, "peeringd_route_source_last_message_timestamp_seconds",
     "Unix time of the last message from a source.",
     [](const RouteSourceItem& item) { return as_unix_time(item.status.last_message); }},
    {Type::Counter, "peeringd_route_source_messages_total", "Messages received from a source.",
     [](const RouteSourceItem& item) { return item.status.messages; }},
    {Type::Counter, "peeringd_route_source_errors_total",
     "Failed connections and invalid, late or missing messages of a source, by reason.",
     add_errors},
};

void add_sessions(Series& out, const RouteSourceFactsItem& item) {
  for (const BmpSessionStatus& session : item.facts.bmp_sessions) {
    out.add({{"bmp_router", session.router},
             {"bgp_peer", session.peer.to_string()},
             {"peer_as", std::to_string(session.peer_as)}},
            session.up);
  }
}

constexpr Metric<RouteSourceFactsItem> fact_rows[]{
    {Type::Gauge, "peering_bgp_session_up",
     "1 while a router's BGP session with a peer is established, 0 while it is down, as reported "
     "over BMP. Absent while unknown.",
     add_sessions},
    {Type::Counter, "peeringd_bmp_strangers_total",
     "Refused BMP connections from addresses that are not a configured router.",
     [](const RouteSourceFactsItem& item) { return item.facts.bmp_strangers; }},
    {Type::Counter, "peeringd_routes_dropped_total",
     "Routes that were not kept because a prefix had too many more-specifics or there were too "
     "many "
     "RIS peers.",
     [](const RouteSourceFactsItem& item) { return item.facts.dropped_routes; }},
    {Type::Gauge, "peeringd_rpki_vrps",
     "Validated ROA payloads (VRPs) that overlap the configured prefixes. Absent while no cache's "
     "data is valid.",
     [](const RouteSourceFactsItem& item) {
       return item.facts.rpki ? item.facts.rpki->vrps : std::nullopt;
     }},
    {Type::Gauge, "peeringd_rpki_expiry_timestamp_seconds",
     "Unix time at which the RPKI data expires unless a cache renews it.",
     [](const RouteSourceFactsItem& item) {
       return item.facts.rpki ? as_unix_time(item.facts.rpki->expires_at) : std::nullopt;
     }},
    {Type::Gauge, "peeringd_ris_lag_seconds",
     "Delay of the latest RIS Live message: its age when it arrived.",
     [](const RouteSourceFactsItem& item) -> std::optional<double> {
       if (!item.facts.ris || !item.facts.ris->lag) return std::nullopt;
       return to_seconds(*item.facts.ris->lag);
     }},
};

std::vector<RouteSourceItem> items_of(const RouteSourceFacts& facts) {
  std::vector<RouteSourceItem> items;
  for (const RouteSourceStatus& router : facts.bmp) items.push_back({"bmp", router});
  if (facts.rpki) {
    for (const RouteSourceStatus& cache : facts.rpki->caches) items.push_back({"rpki", cache});
  }
  if (facts.ris) items.push_back({"ris", facts.ris->source});
  return items;
}

}  // namespace

void append_route_source_metrics(Families& families, const Page& page) {
  const RouteSourceFacts& facts = page.facts.route_sources;
  const auto items = items_of(facts);
  append<RouteSourceItem>(families, source_rows, items.size(),
                          [items](std::size_t index) { return items[index]; });
  const bool any = facts.bmp_strangers || facts.rpki || facts.ris;
  append<RouteSourceFactsItem>(families, fact_rows, any ? 1 : 0, [&facts](std::size_t /*index*/) {
    return RouteSourceFactsItem{facts};
  });
}

}  // namespace peeringd

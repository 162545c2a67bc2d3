// Edge PoP and address of each endpoint, per prefix.
#include "geo/places.hpp"
#include "geo/position.hpp"
#include "metrics/items.hpp"
#include "model/connection_config.hpp"
#include "model/endpoint_config.hpp"

namespace peeringd {
namespace {

void add_pop_info(Series& out, const PathItem& item) {
  if (!item.path.pop.current) return;
  const EdgePop& pop = *item.path.pop.current;
  const auto metro = find_metro(pop.code);
  Labels labels = with(item.labels(), "pop", pop.code);
  labels.push_back({"pop_site", pop.site});
  labels.push_back({"method", pop.method});
  labels.push_back({"metro", metro ? std::string(metro->name) : ""});
  labels.push_back({"country", metro ? std::string(metro->country) : ""});
  out.add(std::move(labels), 1.0);
}

std::optional<double> distance(const PathItem& item) {
  if (!item.path.pop.current) return std::nullopt;
  const auto metro = find_metro(item.path.pop.current->code);
  const Location& at = item.snapshot.config->connections[item.prefix().connection].location;
  if (!metro || !at.latitude || !at.longitude) return std::nullopt;
  return great_circle_metres({*at.latitude, *at.longitude}, metro->position);
}

constexpr Metric<PathItem> edge_pop_metric_rows[]{
    {Type::Gauge, "peering_edge_pop_info",
     "Confirmed edge PoP that answers, with its metro and country, empty if unknown. Always 1.",
     add_pop_info},
    {Type::Counter, "peering_edge_pop_changes_total", "Changes of the edge PoP that answers.",
     [](const PathItem& item) {
       return item.path.pop.ever ? std::optional(item.path.pop.changes) : std::nullopt;
     }},
    {Type::Counter, "peering_edge_pop_unconfirmed_total",
     "Responses that named a PoP not yet confirmed by three responses.",
     [](const PathItem& item) {
       const std::uint64_t unconfirmed = item.path.pop.unconfirmed;
       return unconfirmed > 0 ? std::optional(unconfirmed) : std::nullopt;
     }},
    {Type::Gauge, "peering_edge_pop_distance_meters",
     "Great-circle distance from the connection's location to the PoP's metro, if both are known.",
     [](const PathItem& item) { return distance(item); }},
};

// All probes of a path use the same address.
std::optional<IpAddress> address_of(const PathItem& item) {
  for (std::size_t t = item.path.first; t < item.path.last; ++t) {
    const auto& address = item.snapshot.targets[t].address;
    if (address) return address;
  }
  return std::nullopt;
}

constexpr Metric<PathItem> endpoint_info_rows[]{
    {Type::Gauge, "peering_endpoint_info",
     "Address of the endpoint that is currently probed, as resolved from the prefix. Always 1.",
     [](Series& out, const PathItem& item) {
       const auto address = address_of(item);
       if (!address) return;
       Labels labels = with(item.labels(), "host", item.endpoint().host);
       labels.push_back({"address", address->to_string()});
       labels.push_back({"family", address->is_v4() ? "ipv4" : "ipv6"});
       out.add(std::move(labels), 1.0);
     }},
};

}  // namespace

const Metrics<PathItem> edge_pop_metrics{edge_pop_metric_rows};
const Metrics<PathItem> endpoint_infos{endpoint_info_rows};

}  // namespace peeringd

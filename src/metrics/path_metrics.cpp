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
    {Type::Counter, "peering_edge_pop_changes_total",
     "Number of times the answering edge PoP has changed.",
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

Labels address_labels(const PathItem& item, const IpAddress& address) {
  Labels labels = with(item.labels(), "host", item.endpoint().host);
  labels.push_back({"address", address.to_string()});
  labels.push_back({"family", address.is_v4() ? "ipv4" : "ipv6"});
  return labels;
}

constexpr Metric<PathItem> endpoint_info_rows[]{
    {Type::Gauge, "peering_endpoint_info",
     "Address of the endpoint that is currently probed, as resolved from the prefix. Always 1.",
     [](Series& out, const PathItem& item) {
       const auto address = address_of(item.snapshot, item.path);
       if (address) out.add(address_labels(item, *address), 1.0);
     }},
    {Type::Gauge, "peering_edge_address_info",
     "Address that is currently probed, and the range published by Microsoft that contains it; the "
     "range is empty if there is none. Absent without a table of service tags. Always 1.",
     [](Series& out, const PathItem& item) {
       const auto& ranges = item.snapshot.config->service_tags;
       const auto address = address_of(item.snapshot, item.path);
       if (!ranges || !address) return;
       Labels labels = with(item.labels(), "address", address->to_string());
       labels.push_back({"range", std::string(ranges->find(*address).value_or(""))});
       out.add(std::move(labels), 1.0);
     }},
};

}  // namespace

const Metrics<PathItem> edge_pop_metrics{edge_pop_metric_rows};
const Metrics<PathItem> endpoint_infos{endpoint_info_rows};

}  // namespace peeringd

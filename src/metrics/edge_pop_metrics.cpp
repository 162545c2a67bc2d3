#include "edge/distance.hpp"
#include "edge/pop_table.hpp"
#include "metrics/families.hpp"

namespace peeringd {
namespace {

Labels info_labels(const Labels& labels, const EdgePop& pop) {
  const auto metro = find_edge_metro(pop.code);
  Labels info = with(labels, "pop", pop.code);
  info.push_back({"site", pop.site});
  info.push_back({"method", pop.method});
  info.push_back({"metro", metro ? std::string(metro->metro) : ""});
  info.push_back({"country", metro ? std::string(metro->country) : ""});
  return info;
}

std::optional<double> distance_to(const EdgePop& pop, const Location& location) {
  const auto metro = find_edge_metro(pop.code);
  if (!metro || !location.latitude || !location.longitude) return std::nullopt;
  return great_circle_metres({*location.latitude, *location.longitude}, metro->position);
}

}  // namespace

void append_edge_pop_metrics(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  MetricBuilder info = MetricBuilder::gauge("peering_edge_pop_info",
                                            "The edge PoP that answers, as its responses name it, "
                                            "and where that is as far as its code is "
                                            "known. Always 1.");
  MetricBuilder changes = MetricBuilder::counter("peering_edge_pop_changes_total",
                                                 "How often another PoP answered than before.");
  MetricBuilder distance = MetricBuilder::gauge(
      "peering_edge_pop_distance_meters",
      "Great-circle distance from the connection's location to the PoP's metro, where both are "
      "known.");

  for (const PathRollup& path : rollup.paths) {
    if (!path.pop.ever) continue;
    const Labels labels = labels_of(snapshot, path);
    changes.add(labels, path.pop.changes);
    if (!path.pop.current) continue;
    const ConnectionConfig& connection =
        snapshot.config->connections[snapshot.prefixes[path.prefix].connection];
    info.add(info_labels(labels, *path.pop.current), 1.0);
    distance.add(labels, distance_to(*path.pop.current, connection.location));
  }
  for (MetricBuilder* builder : {&info, &changes, &distance}) builder->move_to(families);
}

}  // namespace peeringd

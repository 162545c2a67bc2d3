#include <algorithm>

#include "edge/distance.hpp"
#include "edge/pop_table.hpp"
#include "metrics/families.hpp"

namespace peeringd {
namespace {

// What the probes of one endpoint from one prefix know of its PoP, together.
struct PopFigures {
  const SeenPop* latest = nullptr;  // none when it is too old to be believed
  std::uint64_t changes = 0;        // as the most observant of them has counted
  bool any = false;                 // a PoP was ever seen
};

bool same_endpoint(const Target& a, const Target& b) {
  return a.connection == b.connection && a.prefix == b.prefix && a.endpoint == b.endpoint;
}

void take_in(PopFigures& figures, const TargetSnapshot& target, const Snapshot& snapshot) {
  if (!target.findings || !target.findings->pop) return;
  const SeenPop& seen = *target.findings->pop;
  figures.any = true;
  figures.changes = std::max(figures.changes, target.findings->pop_changes);
  if (snapshot.taken_at - seen.at > snapshot.config->window) return;
  if (figures.latest == nullptr || seen.at > figures.latest->at) figures.latest = &seen;
}

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

void append_edge_pop_metrics(const Snapshot& snapshot, Families& families) {
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

  for (auto target = snapshot.targets.begin(); target != snapshot.targets.end();) {
    const Target& first = target->target;
    PopFigures figures;
    for (; target != snapshot.targets.end() && same_endpoint(first, target->target); ++target) {
      take_in(figures, *target, snapshot);
    }
    if (!figures.any) continue;
    Labels labels = labels_of(*snapshot.config, first);
    labels.pop_back();  // the probe
    changes.add(labels, figures.changes);
    if (figures.latest == nullptr) continue;
    const EdgePop& pop = figures.latest->pop;
    info.add(info_labels(labels, pop), 1.0);
    distance.add(labels, distance_to(pop, connection_of(*snapshot.config, first).location));
  }
  for (MetricBuilder* builder : {&info, &changes, &distance}) builder->move_to(families);
}

}  // namespace peeringd

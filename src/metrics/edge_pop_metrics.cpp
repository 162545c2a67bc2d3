#include "geo/places.hpp"
#include "geo/position.hpp"
#include "metrics/families.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

Labels info_labels(const Labels& labels, const EdgePop& pop) {
  const auto metro = find_metro(pop.code);
  Labels info = with(labels, "pop", pop.code);
  info.push_back({"site", pop.site});
  info.push_back({"method", pop.method});
  info.push_back({"metro", metro ? std::string(metro->name) : ""});
  info.push_back({"country", metro ? std::string(metro->country) : ""});
  return info;
}

std::optional<double> distance_to(const EdgePop& pop, const Location& location) {
  const auto metro = find_metro(pop.code);
  if (!metro || !location.latitude || !location.longitude) return std::nullopt;
  return great_circle_metres({*location.latitude, *location.longitude}, metro->position);
}

// `tell(series, labels, path)` of each path on which a PoP was ever confirmed.
template <typename Tell>
auto of_sighted(const Snapshot& snapshot, const Rollup& rollup, Tell tell) {
  return [&snapshot, &rollup, tell](Series& out, std::size_t item) {
    const PathRollup& path = rollup.paths[item];
    if (path.pop.ever) tell(out, labels_of(snapshot, path), path);
  };
}

}  // namespace

void append_edge_pop_metrics(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  const std::size_t all = rollup.paths.size();
  families.push_back(
      gauge({"peering_edge_pop_info",
             "The edge PoP that answers, as several of its responses have named it, and where that "
             "is as far as its code is known. Always 1."},
            all, of_sighted(snapshot, rollup, [](Series& out, Labels labels, const auto& path) {
              if (path.pop.current) out.add(info_labels(labels, *path.pop.current), 1.0);
            })));
  families.push_back(
      counter({"peering_edge_pop_changes_total", "How often another PoP answered than before."},
              all, of_sighted(snapshot, rollup, [](Series& out, Labels labels, const auto& path) {
                out.add(std::move(labels), path.pop.changes);
              })));
  families.push_back(
      counter({"peering_edge_pop_unconfirmed_total",
               "Responses that named a PoP which too few others have named for it to be shown."},
              all, [&snapshot, &rollup](Series& out, std::size_t item) {
                const PathRollup& path = rollup.paths[item];
                if (path.pop.unconfirmed > 0)
                  out.add(labels_of(snapshot, path), path.pop.unconfirmed);
              }));
  families.push_back(gauge(
      {"peering_edge_pop_distance_meters",
       "Great-circle distance from the connection's location to the PoP's metro, where both are "
       "known."},
      all, of_sighted(snapshot, rollup, [&snapshot](Series& out, Labels labels, const auto& path) {
        if (!path.pop.current) return;
        const PrefixSnapshot& prefix = snapshot.prefixes[path.prefix];
        const Location& location = snapshot.config->connections[prefix.connection].location;
        out.add(std::move(labels), distance_to(*path.pop.current, location));
      })));
}

}  // namespace peeringd

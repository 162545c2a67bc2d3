#include "rollup/observations.hpp"

#include <algorithm>

#include "model/config.hpp"

namespace peeringd {
namespace {

bool is_current(const Snapshot& snapshot, MonotonicTime seen_at) {
  return snapshot.taken_at - seen_at <= snapshot.config->window;
}

// If the connection has servers of `egress`, only they count.
bool shows_egress(const Config& config, const Target& target) {
  const auto& endpoints = connection_of(config, target).endpoints;
  return endpoint_of(config, target).egress_only ||
         std::none_of(endpoints.begin(), endpoints.end(),
                      [&](std::size_t index) { return config.endpoints[index].egress_only; });
}

}  // namespace

PathPop pop_of(const Snapshot& snapshot, std::span<const TargetSnapshot> targets) {
  PathPop pop;
  std::shared_ptr<const TargetObservations> latest;
  for (const TargetSnapshot& target : targets) {
    if (!target.observations) continue;
    const TargetObservations& observations = *target.observations;
    pop.unconfirmed += observations.unconfirmed_pops;
    if (!observations.pop) continue;
    pop.ever = true;
    pop.changes = std::max(pop.changes, observations.pop_changes);
    pop.changed_at = std::max(pop.changed_at, OptionalTime(observations.pop_changed_at));
    if (!is_current(snapshot, observations.pop->at)) continue;
    if (!latest || observations.pop->at > latest->pop->at) latest = target.observations;
  }
  if (latest) pop.current = std::shared_ptr<const EdgePop>(latest, &latest->pop->pop);
  return pop;
}

std::optional<WallTime> certificate_end_of(const Snapshot& snapshot,
                                           std::span<const TargetSnapshot> targets) {
  std::optional<WallTime> end;
  for (const TargetSnapshot& target : targets) {
    if (!target.observations || !target.observations->certificate) continue;
    const SeenCertificate& seen = *target.observations->certificate;
    if (is_current(snapshot, seen.at) && (!end || seen.not_after < *end)) end = seen.not_after;
  }
  return end;
}

PrefixEgress egress_of(const Snapshot& snapshot, const PrefixSnapshot& prefix, std::size_t first,
                       std::size_t last) {
  PrefixEgress egress;
  const SeenFrom* latest = nullptr;
  for (std::size_t t = first; t < last; ++t) {
    const TargetSnapshot& target = snapshot.targets[t];
    if (!target.observations || !shows_egress(*snapshot.config, target.target)) continue;
    egress.unconfirmed += target.observations->unconfirmed_addresses;
    const auto& newest = target.observations->last_seen_from;
    egress.reported = egress.reported || (newest && is_current(snapshot, newest->at));
    if (!target.observations->seen_from) continue;
    egress.ever = true;
    const SeenFrom& seen = *target.observations->seen_from;
    if (!is_current(snapshot, seen.at)) continue;
    if (latest == nullptr || seen.at > latest->at) latest = &seen;
  }
  const auto network = IpPrefix::parse(prefix.choice.network);
  if (latest == nullptr || !network) return egress;
  egress.address = latest->address;
  egress.inside_prefix = network->contains(latest->address);
  return egress;
}

std::optional<EdgeLocation> edge_location_of(const ExpectedEdge& expected,
                                             std::span<const PathRollup> paths) {
  if (expected.primary.empty()) return std::nullopt;
  std::optional<EdgeLocation> location;
  for (const PathRollup& path : paths) {
    if (!path.pop.current) continue;
    const EdgeLocation of_path = location_of(expected, path.pop.current->code);
    location = std::max(location.value_or(of_path), of_path);
  }
  return location;
}

}  // namespace peeringd

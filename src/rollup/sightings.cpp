#include "rollup/sightings.hpp"

#include <algorithm>

#include "model/config.hpp"

namespace peeringd {
namespace {

bool believed(const Snapshot& snapshot, MonotonicTime seen_at) {
  return snapshot.taken_at - seen_at <= snapshot.config->window;
}

// Where the connection names servers for this, no other counts.
bool may_tell_egress(const Config& config, const Target& target) {
  const auto& endpoints = connection_of(config, target).endpoints;
  return endpoint_of(config, target).egress_only ||
         std::none_of(endpoints.begin(), endpoints.end(),
                      [&](std::size_t index) { return config.endpoints[index].egress_only; });
}

}  // namespace

PopSighting pop_of(const Snapshot& snapshot, std::span<const TargetSnapshot> targets) {
  PopSighting sighting;
  const SeenPop* latest = nullptr;
  for (const TargetSnapshot& target : targets) {
    if (!target.observations) continue;
    const TargetObservations& observations = *target.observations;
    sighting.unconfirmed += observations.unconfirmed_pops;
    if (!observations.pop) continue;
    sighting.ever = true;
    sighting.changes = std::max(sighting.changes, observations.pop_changes);
    sighting.changed_at = std::max(sighting.changed_at, observations.pop_changed_at);
    if (!believed(snapshot, observations.pop->at)) continue;
    if (latest == nullptr || observations.pop->at > latest->at) latest = &*observations.pop;
  }
  if (latest != nullptr) sighting.current = latest->pop;
  return sighting;
}

std::optional<WallTime> certificate_end_of(const Snapshot& snapshot,
                                           std::span<const TargetSnapshot> targets) {
  std::optional<WallTime> end;
  for (const TargetSnapshot& target : targets) {
    if (!target.observations || !target.observations->certificate) continue;
    const SeenCertificate& seen = *target.observations->certificate;
    if (believed(snapshot, seen.at) && (!end || seen.not_after < *end)) end = seen.not_after;
  }
  return end;
}

EgressSighting egress_of(const Snapshot& snapshot, const PrefixSnapshot& prefix, std::size_t first,
                         std::size_t last) {
  EgressSighting sighting;
  const SeenFrom* latest = nullptr;
  for (std::size_t t = first; t < last; ++t) {
    const TargetSnapshot& target = snapshot.targets[t];
    if (!target.observations || !may_tell_egress(*snapshot.config, target.target)) continue;
    sighting.unconfirmed += target.observations->unconfirmed_addresses;
    const auto& last = target.observations->last_seen_from;
    sighting.reported = sighting.reported || (last && believed(snapshot, last->at));
    if (!target.observations->seen_from) continue;
    sighting.ever = true;
    const SeenFrom& seen = *target.observations->seen_from;
    if (!believed(snapshot, seen.at)) continue;
    if (latest == nullptr || seen.at > latest->at) latest = &seen;
  }
  const auto network = IpPrefix::parse(prefix.choice.network);
  if (latest == nullptr || !network) return sighting;
  sighting.address = latest->address;
  sighting.inside_prefix = network->contains(latest->address);
  return sighting;
}

}  // namespace peeringd

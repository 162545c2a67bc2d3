// A snapshot with observations of probes.
#pragma once

#include "model/snapshot.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd::test {

/// The targets of observations_snapshot().
enum ObservedTarget : std::size_t { teams_https, teams_warm, relay_stun };

/// One connection in Seattle with the prefix 203.0.113.0/24; of its endpoints `teams` is probed by
/// `https` and `https:warm`, `relay` by `stun`. None of the three has observations yet.
Snapshot observations_snapshot();

/// observations_snapshot() in which `teams_https` has `observations`.
Snapshot snapshot_with(const TargetObservations& observations);

/// Observations of an HTTPS probe: two exchanges, of which the last was answered by HTTP/2 and
/// status 302, a second before the snapshot was taken, by the PoP in Dublin.
TargetObservations https_observations(const Snapshot& snapshot);

/// Observations of a STUN probe: seen as `address`, a second before the snapshot was taken.
TargetObservations stun_observations(const Snapshot& snapshot, const char* address);

}  // namespace peeringd::test

// The figures of a snapshot: of each target, path, prefix and connection. They are computed once
// (rollup/roll_up.hpp) for metrics, alerts and reports. A path is an endpoint as one prefix sees
// it.
#pragma once

#include <optional>
#include <vector>

#include "model/edge_pop.hpp"
#include "model/figures.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// How many of the probes due in the window have a result.
struct Coverage {
  std::uint64_t due = 0;      ///< probes that were due within the window
  std::uint64_t slots = 0;    ///< as many as a full window has
  std::uint64_t missing = 0;  ///< were due, but neither have an outcome nor are in flight

  Coverage& operator+=(const Coverage& other);

  /// Missing / due; none where nothing was due.
  std::optional<double> missing_share() const;
};

/// The PoP that answers the probes of a path.
struct PopSighting {
  std::optional<EdgePop> current;  ///< the last confirmed one, if it was seen within the window
  std::uint64_t changes = 0;
  std::uint64_t unconfirmed = 0;            ///< answers that named one that was not confirmed
  bool ever = false;                        ///< one was confirmed, however long ago
  std::optional<MonotonicTime> changed_at;  ///< the last time
};

struct PathRollup {
  std::uint32_t prefix = 0;    ///< index into Snapshot::prefixes
  std::uint32_t endpoint = 0;  ///< index into Config::endpoints
  std::size_t first = 0;       ///< its targets are [first, last) of Snapshot::targets
  std::size_t last = 0;
  Figures figures;  ///< of its network probes; of a resolver, where it has no others
  Coverage coverage;
  bool unknown = false;  ///< nothing has ever answered, and nothing need
  PopSighting pop;
  bool presents_certificate = false;         ///< it is probed by TLS
  std::optional<WallTime> certificate_ends;  ///< the earliest that was verified in the window
};

/// Where the far side saw the probes of a prefix come from.
struct EgressSighting {
  std::optional<IpAddress> address;  ///< the last confirmed one, if it was seen within the window
  bool inside_prefix = false;        ///< meaningless without address
  bool reported = false;             ///< one was reported within the window, confirmed or not
  bool ever = false;                 ///< one was confirmed, however long ago
  std::uint64_t unconfirmed = 0;     ///< answers that named one that was not confirmed
};

struct PrefixRollup {
  std::size_t first = 0;  ///< its paths are [first, last) of Rollup::paths
  std::size_t last = 0;
  Figures figures;  ///< of the network probes of all its paths, of which each weighs the same
  Coverage coverage;
  double missing_share = 0;  ///< the mean of those of its paths
  EgressSighting egress;
};

struct ConnectionRollup {
  std::size_t first = 0;  ///< its prefixes are [first, last) of Snapshot::prefixes
  std::size_t last = 0;
  std::optional<Duration> latency;   ///< mean of its prefixes' medians
  std::optional<double> loss_ratio;  ///< mean of its prefixes'
  std::optional<Duration> jitter;    ///< mean of its prefixes'
};

struct Rollup {
  std::vector<Figures> targets;               ///< as Snapshot::targets
  std::vector<PathRollup> paths;              ///< in the order of the targets
  std::vector<PrefixRollup> prefixes;         ///< as Snapshot::prefixes
  std::vector<ConnectionRollup> connections;  ///< as Config::connections
};

}  // namespace peeringd

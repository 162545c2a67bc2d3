// The figures of a snapshot for each target, path, prefix and connection. They are computed once
// (rollup/roll_up.hpp) for metrics, alerts and reports. A path is an endpoint and a prefix that
// probes it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/optional_time.hpp"
#include "model/edge_pop.hpp"
#include "model/figures.hpp"
#include "model/name_lookups.hpp"
#include "model/probe_counters.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// How many of the probes due in the window have a result.
struct Coverage {
  std::uint64_t due = 0;      ///< probes that were due within the window
  std::uint64_t slots = 0;    ///< number of slots of a full window
  std::uint64_t missing = 0;  ///< due, but without an outcome and not in flight

  Coverage& operator+=(const Coverage& other);

  /// missing / due; none if nothing was due.
  std::optional<double> missing_share() const;
};

/// The PoP that answers the probes of a path.
struct PathPop {
  /// The last confirmed one, if seen within the window; else null.
  std::shared_ptr<const EdgePop> current;
  std::uint64_t changes = 0;
  std::uint64_t unconfirmed = 0;           ///< answers with an unconfirmed PoP
  bool ever = false;                       ///< a PoP was confirmed at any time
  OptionalTime<MonotonicTime> changed_at;  ///< time of the last change
};

struct PathRollup {
  std::uint32_t prefix = 0;    ///< index into Snapshot::prefixes
  std::uint32_t endpoint = 0;  ///< index into Config::endpoints
  std::size_t first = 0;       ///< targets: [first, last) of Snapshot::targets
  std::size_t last = 0;
  Figures figures;  ///< from network probes; from `dns` probes if there are no others
  Coverage coverage;
  bool unknown = false;  ///< no target has answered yet, and none needs to: TargetSnapshot::unknown
  PathPop pop;
  OptionalTime<WallTime> certificate_ends;  ///< earliest verified expiry seen in the window
  bool presents_certificate = false;        ///< a probe uses TLS
};

/// The address from which STUN servers saw the probes of a prefix come.
struct PrefixEgress {
  std::optional<IpAddress> address;  ///< the last confirmed one, if seen within the window
  bool inside_prefix = false;        ///< valid only with an address
  bool reported = false;             ///< an address was reported in the window, confirmed or not
  bool ever = false;                 ///< an address was confirmed at any time
  std::uint64_t unconfirmed = 0;     ///< answers with an unconfirmed address
};

/// The address that the probes of `path` use, which is the same for all; none while its host has
/// none.
std::optional<IpAddress> address_of(const Snapshot& snapshot, const PathRollup& path);

/// Whether a target of `path` measures the edge, and not a name server.
bool measures_edge(const Snapshot& snapshot, const PathRollup& path);

struct PrefixRollup {
  std::size_t first = 0;  ///< paths: [first, last) of Rollup::paths
  std::size_t last = 0;
  Figures figures;  ///< from network probes; each path has the same weight
  Coverage coverage;
  double missing_share = 0;  ///< mean of the paths
  PrefixEgress egress;
  PrefixNames names;
  /// Since the start, over the targets that measure the edge, removed ones included; balanced like
  /// a ProbeCounters. None while no such target is known to answer.
  std::optional<ProbeCounters> totals{};
  /// Compared with ConnectionConfig::edge; none where nothing is expected or no PoP is known.
  std::optional<EdgeLocation> edge_location{};
};

struct ConnectionRollup {
  std::size_t first = 0;  ///< prefixes: [first, last) of Snapshot::prefixes
  std::size_t last = 0;
  std::optional<Duration> latency;   ///< mean of the prefixes' medians
  std::optional<double> loss_ratio;  ///< mean of the prefixes
  std::optional<Duration> jitter;    ///< mean of the prefixes
};

struct Rollup {
  std::vector<Figures> targets;               ///< in the order of Snapshot::targets
  std::vector<PathRollup> paths;              ///< in the order of the targets
  std::vector<PrefixRollup> prefixes;         ///< in the order of Snapshot::prefixes
  std::vector<ConnectionRollup> connections;  ///< in the order of Config::connections
};

}  // namespace peeringd

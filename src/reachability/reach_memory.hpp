// What ReachMonitor keeps from one assessment to the next, for each target, path, prefix,
// connection, group and endpoint. Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/persistent_state.hpp"
#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/snapshot.hpp"
#include "reachability/path_state.hpp"
#include "reachability/prefix_state.hpp"
#include "reachability/proof.hpp"
#include "reachability/rejection.hpp"
#include "reachability/silence.hpp"

namespace peeringd {

/// A target, path, prefix, connection or endpoint by its indexes into a configuration.
struct ReachIndexes {
  std::uint32_t connection = 0;
  std::uint32_t prefix = 0;
  std::uint32_t endpoint = 0;
  std::uint32_t probe = 0;
};

template <typename Memory>
struct Remembered {
  ReachIndexes indexes;
  Memory memory{};
};

struct TargetMemory {
  TargetSilence silence;
  RejectionRun rejections;
  ProofRun proof;  // only of a target whose probes can tell who answers
};

/// What a previous run has left.
struct EarlierRun {
  std::vector<std::pair<LastingOutage, MonotonicTime>> outages;  ///< and when each began
  std::vector<KnownSource> sources;
};

struct ReachMemory {
  /// Moves all entries to the indexes of a new configuration, by name, and drops those that it does
  /// not contain. Does nothing if the configuration is the same.
  void adopt(const Snapshot& snapshot, const Rollup& rollup);

  /// Restores outages, and which prefixes had a source; those of a renamed connection, too. Call
  /// after adopt().
  void restore(const EarlierRun& earlier);

  std::shared_ptr<const Config> config;                 ///< the configuration of the indexes
  std::vector<Remembered<TargetMemory>> targets;        ///< in the order of Snapshot::targets
  std::vector<Remembered<PathMemory>> paths;            ///< in the order of Rollup::paths
  std::vector<Remembered<PrefixMemory>> prefixes;       ///< in the order of Snapshot::prefixes
  std::vector<Remembered<AggregateReach>> connections;  ///< in the order of Config::connections
  std::vector<Remembered<EndpointReach>> endpoints;     ///< in the order of Config::endpoints
  std::map<std::string, AggregateReach, std::less<>> groups;
};

}  // namespace peeringd

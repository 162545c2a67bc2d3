// Determines from successive snapshots whether prefixes, connections and redundancy groups reach
// the edge at all. No clock and no I/O: the time is that of the snapshot.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "model/access_line.hpp"
#include "model/persistent_state.hpp"
#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/snapshot.hpp"
#include "reachability/path_state.hpp"
#include "reachability/prefix_state.hpp"
#include "reachability/reach_memory.hpp"
#include "reachability/silence.hpp"

namespace peeringd {

/// Remembers prefixes, paths and targets by name, so that their state survives reloads, and forgets
/// those that are no longer configured. One thread.
class ReachMonitor {
 public:
  /// `rollup` must be computed from `snapshot`, which must not be older than the previous one.
  /// `access`: one per prefix, or empty.
  ReachReport update(const Snapshot& snapshot, const Rollup& rollup,
                     std::span<const AccessLine> access = {});

  /// Restores the outages of a previous run, and which prefixes had a source in it, at the next
  /// update().
  void restore(std::vector<LastingOutage> outages, std::vector<KnownSource> sources, Instant now);

 private:
  /// The state of the prefix that a path belongs to.
  struct PrefixContext {
    std::optional<MonotonicTime> silent_since{};  ///< no endpoint answers the prefix
    bool recovered = false;                       ///< an outage of the prefix ends now
    std::optional<MonotonicTime> last_answer{};   ///< the last answer of any endpoint
    bool foreign = false;                         ///< somebody else answers the prefix
    bool foreign_began = false;                   ///< since this assessment
  };

  void note_targets(const Snapshot& snapshot);
  PrefixInput prefix_input_of(const Snapshot& snapshot, std::size_t index,
                              const std::vector<WatchedTarget>& targets) const;
  std::optional<Silence> interrupted_silence(std::size_t index,
                                             const std::vector<WatchedTarget>& targets,
                                             const std::optional<MonotonicTime>& last_answer) const;
  PathInput path_input_of(const Snapshot& snapshot, const PathRollup& path) const;
  void update_path(const Snapshot& snapshot, const PathRollup& path, std::size_t index,
                   const std::vector<WatchedTarget>& targets, const PrefixContext& around,
                   ReachReport& report);
  void update_prefix(const Snapshot& snapshot, const Rollup& rollup, std::size_t index,
                     ReachReport& report);
  void update_connections(const Rollup& rollup, ReachReport& report);
  void update_groups(ReachReport& report);
  void update_endpoints(const Rollup& rollup, ReachReport& report);
  std::vector<WatchedTarget> watched(const Snapshot& snapshot, std::size_t first,
                                     std::size_t last) const;

  ReachMemory memory_;
  std::optional<EarlierRun> earlier_;   // until the next update()
  std::span<const AccessLine> access_;  // the argument of the current update()
  MonotonicTime now_{};                 // the time of the current snapshot
};

}  // namespace peeringd

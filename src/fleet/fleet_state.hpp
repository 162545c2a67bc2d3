// What a store has of all branches now: connections with their prefixes, redundancy groups, and
// which branches deliver. Pure. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "fleet/promql_answer.hpp"
#include "fleet/qualified_name.hpp"
#include "model/test_result.hpp"

namespace peeringd {

/// Figures over the window of the branch; none was measured if absent. Seconds, or a ratio.
struct StoreFigures {
  std::optional<double> latency;
  std::optional<double> loss_ratio;
  std::optional<double> jitter;
};

struct StorePrefix {
  StoreFigures figures;
  std::optional<TestResult> result;  ///< none: no thresholds are set
  std::optional<bool> up;
  std::optional<bool> source_up;
  bool flapping = false;
  std::string pop;            ///< empty: unknown
  std::string edge_location;  ///< `primary`, `backup` or `other`; empty: unknown
  /// Signals with an active alert, by severity: names of signal_names.
  std::vector<std::string> warnings;
  std::vector<std::string> criticals;
};

struct StoreConnection {
  std::string site;  ///< of the branch; empty: none
  std::string partner;
  std::string country;
  std::string state;
  std::string city;
  std::string redundancy_group;  ///< its name at the branch; empty: none
  StoreFigures figures;
  std::optional<TestResult> result;
  std::optional<bool> up;
  std::optional<double> up_since;  ///< Unix time, like the next two
  std::optional<double> result_since;
  std::optional<double> dark_since;  ///< the last sample; set if the branch delivers nothing
  std::optional<double> last_seen;   ///< of a branch that is dark or missing
  bool missing = false;              ///< not in a partial answer, so nothing is known of it
  bool maintenance = false;
  bool current = false;              ///< the store has its current state
  std::vector<std::string> signals;  ///< that decide the result: names of signal_names
  std::map<std::string, StorePrefix> prefixes;
};

struct StoreGroup {
  std::optional<bool> up;
  std::optional<TestResult> result;
};

/// The host of a branch.
struct StoreBranch {
  std::string site;
  std::optional<bool> scraped;  ///< `up`: whether the daemon answers its agent
  std::string version;
  double targets = 0;
  double dropped_answers = 0;
  bool reload_refused = false;
};

struct FleetState {
  std::map<QualifiedName, StoreConnection> connections;
  std::map<QualifiedName, StoreGroup> groups;
  std::map<std::string, StoreBranch> branches;  ///< by instance

  /// Branches with a connection, whether they deliver or not.
  std::size_t known_branches() const;
  std::size_t dark_branches() const;
};

/// Adds what current_queries() return. Series of other families are ignored, and values that cannot
/// be: times beyond 1e5 s, ratios above 1, negative ones. If two series have the
/// same value of a connection or a prefix, because of replicas of a server or of a label that has
/// just changed, the worse value counts, of texts the last in alphabetical order.
void add_current(FleetState& state, const PromAnswer& answer);

/// Adds an answer of the inventory queries: connections of branches that deliver nothing become
/// dark. A connection that is gone while its branch delivers was removed from its configuration.
/// Call it after all of add_current(). `partial_at`: the time of the last complete answer, if what
/// add_current() has added was partial. A branch that delivered then is missing, not dark.
void add_inventory(FleetState& state, const PromAnswer& answer,
                   std::optional<WallTime> partial_at = {});

/// Adds connections of an earlier answer of the inventory queries that the present, partial ones do
/// not have: they are missing. Call it after all of add_inventory().
void add_missing(FleetState& state, const PromAnswer& earlier);

}  // namespace peeringd

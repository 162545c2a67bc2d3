// The answer of `/api/v1/overview`: everything that the page's first view shows. docs/api/README.md
// describes it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/event.hpp"
#include "model/history_facts.hpp"
#include "model/history_view.hpp"
#include "model/route_report.hpp"

namespace peeringd {

/// What stays the same as long as the daemon runs.
struct DaemonIdentity {
  std::string host;         ///< the name of the host; empty if it has none
  std::string config_file;  ///< the main file of the configuration
  MonotonicTime started{};
};

struct Overview {
  DaemonIdentity identity{};
  std::string version;  ///< of the daemon
  bool last_reload_successful = true;
  WallTime config_loaded{};      ///< when the current configuration was loaded
  std::optional<Event> refused;  ///< the reload that was refused, if it was the last one
  HistoryFacts history;
  std::vector<ResultChange> last_results;  ///< of the history: how long a result has lasted
  std::optional<SparkLines> sparks;        ///< of the prefixes; none: not asked for, or no history
  std::vector<Event> events;               ///< the last ones, newest first
  std::shared_ptr<const RouteReport> routes;  ///< null: none known
};

/// Any thread.
std::string overview_json(const Assessment& assessment, const Overview& overview);

/// The prefixes of an assessment, in its order, as keys of the history.
std::vector<TargetKey> prefix_keys(const Assessment& assessment);

}  // namespace peeringd

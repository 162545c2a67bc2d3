// Evaluates the alerts of all connections, and remembers for how long thresholds have been
// exceeded. No clock and no I/O: the caller passes the time and uses the transitions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "alert/subject.hpp"
#include "alert/transition.hpp"
#include "model/alert_report.hpp"
#include "model/rollup.hpp"

namespace peeringd {

/// Whether any threshold is configured.
bool has_thresholds(const Config& config);

/// One thread at a time.
class AlertMonitor {
 public:
  struct Evaluation {
    AlertReport report;
    std::vector<Transition> transitions;
  };

  /// `snapshot` must not be older than the previous one. If its configuration differs, subjects
  /// with the same name continue, and others are forgotten. `wall` is the time of day at
  /// Snapshot::taken_at.
  Evaluation evaluate(const Snapshot& snapshot, const Rollup& rollup, WallTime wall);

 private:
  struct SignalMemory {
    SignalState state;
    bool had_result = false;  ///< other than Indeterminate
    std::array<std::uint64_t, test_result_names.size()> transitions{};
  };
  struct SubjectMemory {
    ResultSince overall;
    bool known = false;       ///< from a previous evaluation
    bool had_result = false;  ///< as a whole; see SignalMemory
    std::array<SignalMemory, signal_names.size()> signals;
  };
  using Subjects = std::map<std::string, SubjectMemory, std::less<>>;
  class Round;

  Subjects subjects_;  ///< by name
};

}  // namespace peeringd

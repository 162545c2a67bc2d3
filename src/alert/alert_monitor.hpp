// Judges all connections of a snapshot, remembering from one evaluation to the next how long
// thresholds have been exceeded. No clock, no input or output: the caller decides when, and what
// becomes of the transitions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "alert/subject.hpp"
#include "alert/transition.hpp"
#include "model/alert_report.hpp"
#include "model/rollup.hpp"

namespace peeringd {

/// Whether there is anything to judge.
bool has_thresholds(const Config& config);

/// One thread at a time.
class AlertMonitor {
 public:
  struct Evaluation {
    AlertReport report;
    std::vector<Transition> transitions;
  };

  /// `snapshot` must not be older than that of the evaluation before; its configuration may be
  /// another: what has the same name goes on, the rest begins or is forgotten. `wall` is the time
  /// of the day at Snapshot::taken_at.
  Evaluation evaluate(const Snapshot& snapshot, const Rollup& rollup, WallTime wall);

 private:
  struct SignalMemory {
    SignalState state;
    bool told = false;  ///< has had a result other than Indeterminate
    std::array<std::uint64_t, test_result_names.size()> transitions{};
  };
  struct SubjectMemory {
    Standing standing;
    bool known = false;  ///< it was judged before
    bool told = false;   ///< as a whole; see SignalMemory
    std::array<SignalMemory, signal_names.size()> signals;
  };
  using Subjects = std::map<std::string, SubjectMemory, std::less<>>;
  class Round;

  Subjects subjects_;  ///< by name
};

}  // namespace peeringd

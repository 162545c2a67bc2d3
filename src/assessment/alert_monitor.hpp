// Evaluates the alerts of all connections, and remembers for how long thresholds have been
// exceeded. No clock and no I/O: the caller passes the time and uses the transitions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "assessment/reason.hpp"
#include "assessment/subject.hpp"
#include "assessment/transition.hpp"
#include "model/alert_report.hpp"

namespace peeringd {

/// May be used by one thread at a time.
class AlertMonitor {
 public:
  struct Evaluation {
    AlertReport report;
    std::vector<Transition> transitions;
  };

  /// The snapshot must not be older than the previous one. If its configuration differs, subjects
  /// with the same name continue, and others are forgotten.
  Evaluation evaluate(const AlertInput& input);

 private:
  struct SignalMemory {
    Signal signal;
    bool had_result = false;  ///< other than Indeterminate
    SignalState state{};
    TransitionCounts transitions{};
  };
  struct SubjectMemory {
    ResultSince overall;
    Reason reason{};                    ///< only of a connection or group
    bool known = false;                 ///< from a previous evaluation
    bool had_result = false;            ///< the overall result was other than Indeterminate
    std::vector<SignalMemory> signals;  ///< those that were evaluated: a path has few of them
    SeenAddresses addresses;            ///< only of a prefix
  };
  using Subjects = std::map<std::string, SubjectMemory, std::less<>>;
  class Round;

  Subjects subjects_;  ///< by name
};

}  // namespace peeringd

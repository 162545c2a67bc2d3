// Evaluates one signal: whether its value has exceeded a threshold for long enough, and whether it
// has returned far enough below it. Pure.
#pragma once

#include <optional>
#include <utility>

#include "model/signal_state.hpp"

namespace peeringd {

/// A change of the result of a signal.
struct Change {
  TestResult from = TestResult::indeterminate;
  TestResult to = TestResult::indeterminate;
  Duration lasted{};            ///< how long the previous result lasted
  std::optional<double> limit;  ///< the threshold that is exceeded; none: no threshold is
  Duration exceeded_for{};      ///< for how long `limit` has been exceeded
};

/// Returns the state after `reading` at `now`, and the change if the result has changed.
///  - Without a value the result is Indeterminate immediately.
///  - From Indeterminate, as at the start: until a threshold has been exceeded for `hold`, the
///    result stays Indeterminate rather than Pass.
///  - If the threshold has changed, `clear` does not keep the previous result. The time for which
///    the threshold has been exceeded continues.
std::pair<SignalState, std::optional<Change>> evaluate_signal(SignalState state, const Rule& rule,
                                                              const Reading& reading,
                                                              MonotonicTime now);

}  // namespace peeringd

// Judging one figure by its thresholds, over time: when it has been beyond one for long enough, and
// when it is well enough within again. Pure: state, reading and time in, state and change out.
#pragma once

#include <optional>
#include <utility>

#include "model/signal_state.hpp"

namespace peeringd {

struct Change {
  TestResult from = TestResult::indeterminate;
  TestResult to = TestResult::indeterminate;
  Duration lasted{};            ///< the result that has ended
  std::optional<double> limit;  ///< the threshold that is exceeded by now, if one is,
  Duration exceeded_for{};      ///< and for how long
};

/// What `reading` at `now` makes of `state`, and the change of its result, if it changed.
///  - Without a value it is Indeterminate at once; then and from the beginning on, it stays so as
///    long as a threshold is exceeded but not yet for `hold`: that is not a pass.
///  - By a threshold other than the last time, it is judged afresh, without what `clear` keeps up;
///    the time for which it was exceeded goes on.
std::pair<SignalState, std::optional<Change>> judge(SignalState state, const Rule& rule,
                                                    const Reading& reading, MonotonicTime now);

}  // namespace peeringd

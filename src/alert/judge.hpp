// Judging one figure by its thresholds, over time: when it has been beyond one for long enough, and
// when it is well enough within again. Pure: state, reading and time in, state and change out.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "alert/test_result.hpp"
#include "base/clock.hpp"

namespace peeringd {

/// In the unit of the figure.
struct Rule {
  std::optional<double> warning;
  std::optional<double> critical;
  bool low_is_bad = false;  ///< exceeded by what lies below, as of a time that is left
  Duration hold{};          ///< how long a threshold must be exceeded before the result rises
  double clear = 1;         ///< it falls back at this share of the threshold; 0 < clear <= 1

  friend bool operator==(const Rule&, const Rule&) = default;
};

struct Reading {
  std::optional<double> value;  ///< none: it cannot be told, and `note` says why
  std::string note;
};

struct ThresholdState {
  std::optional<double> limit;                  ///< that it was judged by last
  std::optional<MonotonicTime> exceeded_since;  ///< without a break
  bool active = false;                          ///< exceeded for long enough, and not clear since

  friend bool operator==(const ThresholdState&, const ThresholdState&) = default;
};

/// As it begins: nothing is known.
struct SignalState {
  TestResult result = TestResult::indeterminate;
  std::optional<MonotonicTime> since;  ///< of the result; none before the first reading
  ThresholdState warning;
  ThresholdState critical;

  friend bool operator==(const SignalState&, const SignalState&) = default;
};

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

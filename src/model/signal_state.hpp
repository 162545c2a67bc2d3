// One signal of an alert: its thresholds, reading and state.
#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/optional_time.hpp"
#include "model/test_result.hpp"

namespace peeringd {

/// The thresholds of one signal, in the unit of its figure.
struct Rule {
  std::optional<double> warning;
  std::optional<double> critical;
  bool low_is_bad = false;  ///< exceeded by lower values, such as a remaining time
  Duration hold{};          ///< how long a threshold must be exceeded before the result rises
  double clear = 1;         ///< recovers below this share of the threshold; 0 < clear <= 1
  bool page = false;        ///< exceeding `critical` sends a page

  friend bool operator==(const Rule&, const Rule&) = default;
};

struct Reading {
  std::optional<double> value;  ///< none: not known, and `note` says why
  std::string note;
};

struct ThresholdState {
  std::optional<double> limit;                 ///< the threshold at the last evaluation
  OptionalTime<MonotonicTime> exceeded_since;  ///< since when it has been exceeded without a break
  bool active = false;                         ///< exceeded for long enough, and not clear since

  friend bool operator==(const ThresholdState&, const ThresholdState&) = default;
};

/// The state of a signal. Initially nothing is known.
struct SignalState {
  TestResult result = TestResult::indeterminate;
  OptionalTime<MonotonicTime> since;  ///< when the result began; none before the first reading
  ThresholdState warning;
  ThresholdState critical;

  friend bool operator==(const SignalState&, const SignalState&) = default;
};

}  // namespace peeringd

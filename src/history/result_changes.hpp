// Detects the changes of results between two assessments, for the history.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "history/journal.hpp"
#include "model/assessment.hpp"

namespace peeringd {

/// One thread.
class ResultChanges {
 public:
  /// How long after a start an Indeterminate result is not a change, since samples are still few.
  static constexpr Duration start_time = std::chrono::minutes{10};

  /// `last`: the results that hold now, by the file. After a restart, an equal one is not a change.
  /// A change is never dated before the result that it replaces.
  void use(const std::vector<ResultChange>& last);

  /// The results of connections, groups, prefixes and paths that differ from the last ones.
  std::vector<ResultChange> changes_of(const Assessment& assessment);

  /// The same, but only of the results that began in the last two minutes, which costs little at
  /// each assessment. Together with changes_of() once a minute, it also finds short results.
  std::vector<ResultChange> recent_changes_of(const Assessment& assessment);

  /// The last results of connections, groups and prefixes, in the file or on their way into it.
  std::shared_ptr<const std::vector<ResultChange>> last();

 private:
  struct State {
    std::optional<TestResult> last{};  // in the file; none: nothing yet
    Moment since{};                    // of `last`, by the file
    bool known = false;                // had a result other than Indeterminate since the start
  };

  using Subject = std::tuple<std::string, std::string, std::string, std::string>;

  std::vector<ResultChange> changes_since(const Assessment& assessment, MonotonicTime earliest);
  static bool is_only_starting(const State& state, const ResultSince& overall, MonotonicTime now);

  std::map<Subject, State> states_;
  std::shared_ptr<const std::vector<ResultChange>> last_;  // null: to be made again
};

}  // namespace peeringd

// Detects the changes of results between two assessments, for the history.
#pragma once

#include <map>
#include <set>
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

  /// `last`: the last results in the file. After a restart, an equal result is not a change.
  void use(const std::vector<ResultChange>& last);

  /// The results of connections, groups, prefixes and paths that differ from the last ones.
  std::vector<ResultChange> changes_of(const Assessment& assessment);

  /// The same, but only of the results that began in the last two minutes, which costs little at
  /// each assessment. Together with changes_of() once a minute, it also finds short results.
  std::vector<ResultChange> recent_changes_of(const Assessment& assessment);

 private:
  using Subject = std::tuple<std::string, std::string, std::string, std::string>;

  std::vector<ResultChange> changes_since(const Assessment& assessment, MonotonicTime earliest);
  bool is_only_starting(const Subject& subject, const ResultSince& overall,
                        MonotonicTime now) const;

  std::map<Subject, TestResult> last_;
  std::set<Subject> known_;  // subjects that had a result other than Indeterminate since the start
};

}  // namespace peeringd

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
  /// How long after a start a result may be Indeterminate without being a change: until there are
  /// enough samples.
  static constexpr Duration start_time = std::chrono::minutes{10};

  /// Knows `last` from the file: after a restart, a result that is the same is no change.
  void use(const std::vector<ResultChange>& last);

  /// The results of connections, groups, prefixes and paths that differ from the last ones.
  std::vector<ResultChange> changes_of(const Assessment& assessment);

 private:
  using Subject = std::tuple<std::string, std::string, std::string, std::string>;

  bool is_only_starting(const Subject& subject, const ResultSince& overall,
                        MonotonicTime now) const;

  std::map<Subject, TestResult> last_;
  std::set<Subject> known_;  // had a result other than Indeterminate since the start
};

}  // namespace peeringd

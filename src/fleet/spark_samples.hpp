// The samples of the spark lines of all branches, of the last six hours. A store reads every sample
// of the span that it is asked for, so mostly only the newest part is asked for, and kept with the
// older ones. Pure. One thread.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "fleet/fleet_overview.hpp"
#include "fleet/fleet_state.hpp"
#include "fleet/promql_answer.hpp"
#include "fleet/qualified_name.hpp"
#include "model/history_view.hpp"

namespace peeringd {

class SparkSamples {
 public:
  /// The span to ask for with spark_queries() now: the last 20 minutes, and what was not answered
  /// completely before them. All six hours once an hour, for what branches have delivered late, and
  /// if a connection has arrived since the last answers: its branch may have delivered what is
  /// older. `state`: the current connections.
  HistoryGrid due(const FleetState& state, WallTime now) const;

  /// The answers to spark_queries() for `asked`, which due() returned for `state` at `now`. They
  /// replace the samples of this span. An answer with warnings lacks some, so it only adds.
  void take(PromAnswer medians, PromAnswer lost, const HistoryGrid& asked, const FleetState& state,
            WallTime now);

  /// None before the first answers.
  std::optional<StoreSparks> sparks() const;

 private:
  using Labels = std::vector<std::pair<std::string, std::string>>;
  using SamplesByLabels = std::map<Labels, std::vector<PromSample>>;

  static void merge(SamplesByLabels& kept, PromAnswer& answer, const HistoryGrid& asked);

  std::optional<HistoryGrid> grid_;        // of the samples
  std::array<SamplesByLabels, 2> kept_{};  // for each query
  std::optional<WallTime> whole_at_;       // when all six hours were answered completely
  // Of the last answers that were complete: their end, and the connections that were current.
  std::optional<Moment> complete_to_;
  std::set<QualifiedName> arrived_;
};

}  // namespace peeringd

// The PromQL queries of the page over a store: few, each for all branches, over the series of
// `/metrics?detail=prefix` alone. Pure. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/qualified_name.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// A query of the store, as the target of a GET request below its URL.
struct PromQuery {
  std::string expression;
  /// Of a range query; an instant query has none. The values are those at the edges of the grid:
  /// one more than it has points.
  std::optional<HistoryGrid> grid{};
  /// The time of an instant query; the present if absent. The last edge of a range query; that of
  /// the grid if absent.
  std::optional<Moment> at{};
};

/// `/api/v1/query?…` or `/api/v1/query_range?…`, with `timeout` for the store to give up.
std::string target_of(const PromQuery& query, std::chrono::milliseconds timeout);

/// What is current: connections and groups, prefixes, daemons. `job` is the label of the scrape.
std::vector<PromQuery> current_queries(const std::string& job);

/// When each connection was last seen within a week, as the rules of the centre record it: the
/// values are Unix times. Empty if the store does not have these rules.
PromQuery recorded_inventory_query(const std::string& job);

/// The same from the series themselves, to ten minutes. Expensive: a remote read sends every sample
/// of the week, whatever the step.
PromQuery week_inventory_query(const std::string& job);

/// The same of the last half hour, to 30 seconds.
PromQuery recent_inventory_query(const std::string& job);

/// Medians and counters of all prefixes, for spark lines; then what was lost.
std::vector<PromQuery> spark_queries(const std::string& job, const HistoryGrid& grid);

/// The series of a report: histogram, counters and results of these connections of a branch.
/// `prefix` empty: of all their prefixes. On a grid that is finer than the time for which a store
/// repeats the last value, also the number of samples in each point, as a series without a name.
std::vector<PromQuery> report_queries(const std::string& job, const std::string& instance,
                                      std::span<const std::string> connections,
                                      const std::string& prefix, const HistoryGrid& grid);

/// `text` as a string of PromQL, in quotes.
std::string promql_string(std::string_view text);

/// `text` for a regular expression (RE2) that matches exactly it.
std::string regex_literal(std::string_view text);

}  // namespace peeringd

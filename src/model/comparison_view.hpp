// The connections of a redundancy group side by side, and whether failing over would have helped.
#pragma once

#include <string>
#include <vector>

#include "model/history_view.hpp"

namespace peeringd {

/// A connection of the group. The spans consist of whole minutes, in the order of time.
struct ComparedMember {
  std::string connection;
  std::vector<std::string> prefixes;  ///< that are added up in `view`
  HistoryView view;
  std::vector<HistorySpan> down;    ///< the connection was down; to the second
  std::vector<HistorySpan> bad;     ///< it was down, nothing was answered, or a threshold exceeded
  std::vector<HistorySpan> helped;  ///< the bad minutes in which another member was good
};

/// The figures of an endpoint, over about the span of the comparison.
struct ComparedEndpoint {
  std::string endpoint;
  std::vector<PeriodRecord> members;  ///< in the order of the members; empty: nothing recorded
};

struct ComparisonView {
  std::string group;
  HistoryGrid grid;
  std::vector<ComparedMember> members;
  std::vector<HistorySpan> all_bad;  ///< the minutes in which every member was bad
  HistorySpan endpoint_span;         ///< that of the endpoints' figures
  std::vector<ComparedEndpoint> endpoints;
};

}  // namespace peeringd

// Reads the connections of a redundancy group on one grid. History's thread only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "history/grid.hpp"
#include "history/history_writer.hpp"
#include "model/comparison_view.hpp"

namespace peeringd {

struct ComparisonQuery {
  std::string group;
  std::vector<std::string> connections;  ///< of the group; at least one
  /// A connection that has one of these is compared by it; the others by the sum of all their
  /// prefixes.
  std::vector<std::string> prefixes;
  /// The configured prefixes by connection. Only their thresholds apply to the sum of a connection,
  /// not those of prefixes that it had before. Those of all if a connection is missing.
  std::map<std::string, std::vector<std::string>> configured{};
  std::string endpoint;  ///< empty: all endpoints together
  SpanQuery span;
};

/// Reads a comparison; the error says that the span is too long, or has too many results. Members
/// that were never recorded are left out.
Result<ComparisonView> read_comparison(OpenHistory& history, const ComparisonQuery& query);

/// Whether a connection has this prefix in the history.
bool has_prefix(OpenHistory& history, const std::string& connection, const std::string& prefix);

}  // namespace peeringd

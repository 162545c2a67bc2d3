// The state of all branches as `/api/v1/overview` has it for one host, with the members `store` and
// `branch` in addition: docs/api/README.md describes them. Pure. Any thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fleet/fleet_state.hpp"
#include "fleet/store_status.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// A point of a spark line, of a prefix.
struct StoreSparkPoint {
  std::optional<double> median;  ///< seconds
  std::optional<std::uint64_t> sent;
  std::optional<std::uint64_t> lost;
};

struct StoreSparks {
  HistoryGrid grid;
  /// By `connection@instance prefix`.
  std::map<std::string, std::vector<StoreSparkPoint>> points;
};

/// From the answers of spark_queries(). `medians` has the counters of sent probes, too.
StoreSparks sparks_of(const PromAnswer& medians, const PromAnswer& lost, const HistoryGrid& grid);

/// Maximum number of prefixes with a spark line. Those of the worst connections have one.
inline constexpr std::size_t max_store_sparks = 500;

/// The part of the document that is the same for all requests until the next refresh: members from
/// `window_seconds` on, with the closing brace. `sparks`: null for none.
std::string fleet_overview_tail(const FleetState& state, const StoreSparks* sparks,
                                const OverviewIdentity& identity, WallTime data_time);

/// The beginning of the document: `time` and `store`.
std::string fleet_overview_head(const StoreStatus& status, WallTime now);

}  // namespace peeringd

// Keeps the state of all branches current from a store, and asks it for reports. A store that is
// slow, away or wrong changes nothing but the status: the last data stays.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "fleet/fleet_state.hpp"
#include "fleet/store_client.hpp"
#include "fleet/store_report.hpp"
#include "fleet/store_status.hpp"

namespace peeringd {

struct StoreWatchOptions {
  StoreAccess access;
  std::string job;                    ///< label of the branches' scrapes
  std::chrono::seconds interval{30};  ///< between the ends of refreshes
  OverviewIdentity identity;
};

/// The result of the last refreshes. Immutable.
struct StoreSnapshot {
  StoreStatus status;
  std::shared_ptr<const FleetState> state;  ///< null before the first success
  /// fleet_overview_tail() with spark lines and without; null with `state`.
  std::shared_ptr<const std::string> with_sparks;
  std::shared_ptr<const std::string> without_sparks;
};

/// Maximum number of concurrent reports.
inline constexpr std::size_t max_store_reports = 4;

class StoreWatch {
 public:
  /// Starts a thread, which asks the store at once. The clock must outlive this object.
  StoreWatch(StoreWatchOptions options, const Clock& clock);
  StoreWatch(const StoreWatch&) = delete;
  StoreWatch& operator=(const StoreWatch&) = delete;
  /// Stops.
  ~StoreWatch();

  /// Never null. Any thread.
  std::shared_ptr<const StoreSnapshot> latest() const;

  /// Calls `reply` on the watch's thread with the series, or with why there are none. False, and no
  /// call, if too many reports are under way. Any thread.
  using ReportReply = std::function<void(StoreClient::Answer)>;
  bool report(StoreReportQuery query, ReportReply reply);

  /// Ends the queries under way and joins the thread. Idempotent.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace peeringd

// How long a connection was up, degraded or down: what a contract is measured by.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/tier.hpp"

namespace peeringd {

/// Seconds; together they are the whole span. Time in announced maintenance counts as nothing
/// else.
struct Availability {
  std::chrono::seconds up{};
  std::chrono::seconds degraded{};  ///< up, with the result Warning or Fail
  std::chrono::seconds down{};
  std::chrono::seconds unknown{};  ///< the daemon did not run, or could not know
  std::chrono::seconds maintenance{};

  Availability& operator+=(const Availability& other) {
    up += other.up;
    degraded += other.degraded;
    down += other.down;
    unknown += other.unknown;
    maintenance += other.maintenance;
    return *this;
  }

  /// The share of the known time outside of maintenance in which it was up or degraded; none
  /// without such time.
  std::optional<double> ratio() const {
    const auto known = up + degraded + down;
    if (known.count() == 0) return std::nullopt;
    return static_cast<double>((up + degraded).count()) / static_cast<double>(known.count());
  }

  friend bool operator==(const Availability&, const Availability&) = default;
};

/// A month of UTC, or the part of it that lies in the span of the query.
struct AvailabilityMonth {
  Moment from;
  Moment to;
  Availability time;
};

struct ConnectionAvailability {
  std::string connection;
  std::vector<AvailabilityMonth> months;  ///< the same for all connections, oldest first
};

/// A change in what the daemon knows about a connection. The new state holds until the next change,
/// or until the daemon ends.
struct ReachChange {
  std::string connection;
  Moment time;
  std::optional<bool> up;  ///< none: not known
  bool maintenance = false;

  friend bool operator==(const ReachChange&, const ReachChange&) = default;
};

}  // namespace peeringd

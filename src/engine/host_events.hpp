// Turns disturbances of the host into events.
#pragma once

#include <vector>

#include "base/clock.hpp"
#include "engine/host_health.hpp"
#include "log/repeat_limit.hpp"
#include "model/event.hpp"

namespace peeringd {

/// One thread.
class HostEvents {
 public:
  /// Minimum time between two events of one kind. The next one includes the time in between.
  static constexpr Duration pause = std::chrono::minutes{1};

  /// A shorter delay of the loop affects no measurement and causes no event.
  static constexpr Duration shortest_lateness = std::chrono::seconds{1};

  std::vector<Event> events_of(const Disturbances& disturbances, MonotonicTime now);

 private:
  bool may_publish(EventKind kind, MonotonicTime now);

  Disturbances pending_;  // not published yet
  log::RepeatLimit limit_{pause};
};

}  // namespace peeringd

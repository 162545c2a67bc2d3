// Turns disturbances of the host into events.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "engine/host_health.hpp"
#include "model/event.hpp"

namespace peeringd {

/// One thread.
class HostEvents {
 public:
  /// The pause between two events of one kind. What happens meanwhile is in the next.
  static constexpr Duration pause = std::chrono::minutes{1};

  /// A loop that is late by less changes nothing that is measured, and is no event.
  static constexpr Duration shortest_lateness = std::chrono::seconds{1};

  std::vector<Event> events_of(const Disturbances& disturbances, MonotonicTime now);

 private:
  Disturbances pending_;
  std::optional<MonotonicTime> suspended_at_;  // the last event of this kind, as the others
  std::optional<MonotonicTime> late_at_;
  std::optional<MonotonicTime> dropped_at_;
};

}  // namespace peeringd

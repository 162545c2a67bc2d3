// Detects that the wall clock was set, or that nothing keeps it synchronised. No measurement
// depends on it, but the dates of events and the verification of certificates do.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "model/event.hpp"

namespace peeringd {

/// All clocks at one moment.
struct ClockReading {
  MonotonicTime now;
  WallTime wall;
  Duration suspended{};
  /// kernel_clock_synchronised()
  std::optional<bool> synchronised{};
};

/// Reads the clocks; nothing if the process was interrupted then, so that the readings are not
/// of one moment.
std::optional<ClockReading> read_clocks(const Clock& clock);

/// One thread.
class ClockWatch {
 public:
  /// A smaller difference between two readings is no step: the clock is adjusted slowly.
  static constexpr Duration smallest_step = std::chrono::milliseconds{500};

  /// How long the clock may be without synchronisation before that is an event: a service that
  /// restarts, or a host that has just started, needs some time.
  static constexpr Duration grace = std::chrono::minutes{5};

  /// The events since the previous reading.
  std::vector<Event> events_of(const ClockReading& reading);

 private:
  std::optional<Duration> offset_;  // of the wall clock from the time since the start of the host
  std::optional<MonotonicTime> unsynchronised_since_;
  bool reported_ = false;  // that it is not synchronised
};

}  // namespace peeringd

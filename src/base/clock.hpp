// Time, and the one way to ask for it. Everything that decides by time is handed a Clock, so that
// tests decide what time it is.
#pragma once

#include <chrono>

namespace peeringd {

using Duration = std::chrono::nanoseconds;

/// CLOCK_MONOTONIC: never steps, stands still while the machine is suspended. All deadlines and
/// round-trip times are in it.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;

/// CLOCK_REALTIME: may step at any time; only for dates shown to people and kernel timestamps.
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

/// Seconds as Prometheus wants them.
inline double to_seconds(Duration duration) noexcept {
  return std::chrono::duration<double>(duration).count();
}

/// Source of the current time. Implementations may be called from any thread.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  virtual MonotonicTime now() const noexcept = 0;
  virtual WallTime wall() const noexcept = 0;

  /// How long the machine has been suspended so far, all together: what now() has left out. A
  /// reading may be too small by as long as it was interrupted, never too large.
  virtual Duration suspended() const noexcept = 0;

  /// How long the calling thread has waited for a processor so far: see base/run_queue_wait.hpp.
  virtual Duration waited_for_cpu() const noexcept = 0;
};

/// The kernel's clocks.
class SystemClock final : public Clock {
 public:
  MonotonicTime now() const noexcept override;
  WallTime wall() const noexcept override;
  Duration suspended() const noexcept override;
  Duration waited_for_cpu() const noexcept override;
};

}  // namespace peeringd

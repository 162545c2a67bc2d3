// Types of time, and the clock that reads it. Code that depends on time takes a Clock, so that
// tests can set the time.
#pragma once

#include <chrono>
#include <optional>

namespace peeringd {

using Duration = std::chrono::nanoseconds;

/// CLOCK_MONOTONIC: never steps, and stops while the machine is suspended. For all deadlines and
/// round-trip times.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;

/// CLOCK_REALTIME: may step at any time; only for dates shown to people and kernel timestamps.
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

/// One moment on both clocks, to convert other monotonic times to the time of day.
struct Instant {
  MonotonicTime monotonic;
  WallTime wall;

  WallTime wall_of(MonotonicTime time) const { return wall + (time - monotonic); }
};

/// Seconds, as Prometheus expects them.
inline double to_seconds(Duration duration) noexcept {
  return std::chrono::duration<double>(duration).count();
}

/// Source of the current time. Any thread.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  virtual MonotonicTime now() const noexcept = 0;
  virtual WallTime wall() const noexcept = 0;

  /// Total time for which the machine has been suspended so far, which now() leaves out. A reading
  /// may be too small by the time for which it was interrupted, never too large.
  virtual Duration suspended() const noexcept = 0;

  /// Total time for which the calling thread has waited for a processor: base/run_queue_wait.hpp.
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

/// Whether the kernel considers its wall clock synchronised, as an NTP client reports it
/// (STA_UNSYNC in adjtimex(2)). Not known where the process may not ask. Any thread.
std::optional<bool> kernel_clock_synchronised() noexcept;

}  // namespace peeringd

// A clock that only the test advances.
#pragma once

#include <atomic>

#include "base/clock.hpp"

namespace peeringd::test {

constexpr MonotonicTime at(Duration since_epoch) {
  return MonotonicTime{since_epoch};
}

/// Read on any thread; advanced on one.
class ManualClock final : public Clock {
 public:
  MonotonicTime now() const noexcept override { return MonotonicTime{now_.load()}; }
  WallTime wall() const noexcept override { return WallTime{wall_.load()}; }
  Duration suspended() const noexcept override { return suspended_; }
  Duration waited_for_cpu() const noexcept override { return waited_for_cpu_; }

  /// Advances both clocks.
  void advance(Duration by) {
    now_ = now_.load() + by;
    wall_ = wall_.load() + by;
  }

  /// Advances both clocks while the process waits for a processor.
  void wait_for_cpu(Duration by) {
    advance(by);
    waited_for_cpu_ = waited_for_cpu_.load() + by;
  }

  /// Steps the wall clock, forward or (negative) back.
  void step_wall(Duration by) { wall_ = wall_.load() + by; }

  /// The machine is suspended: advances only the wall clock.
  void suspend(Duration by) {
    step_wall(by);
    suspended_ = suspended_.load() + by;
  }

 private:
  std::atomic<Duration> now_{std::chrono::hours{1000}};
  std::atomic<Duration> wall_{std::chrono::hours{24 * 365 * 50}};
  std::atomic<Duration> suspended_{Duration{}};
  std::atomic<Duration> waited_for_cpu_{Duration{}};
};

}  // namespace peeringd::test

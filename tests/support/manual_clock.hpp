// A clock that only the test advances.
#pragma once

#include "base/clock.hpp"

namespace peeringd::test {

constexpr MonotonicTime at(Duration since_epoch) {
  return MonotonicTime{since_epoch};
}

class ManualClock final : public Clock {
 public:
  MonotonicTime now() const noexcept override { return now_; }
  WallTime wall() const noexcept override { return wall_; }
  Duration suspended() const noexcept override { return suspended_; }
  Duration waited_for_cpu() const noexcept override { return waited_for_cpu_; }

  /// Advances both clocks.
  void advance(Duration by) {
    now_ += by;
    wall_ += by;
  }

  /// Advances both clocks while the process waits for a processor.
  void wait_for_cpu(Duration by) {
    advance(by);
    waited_for_cpu_ += by;
  }

  /// Steps the wall clock, forward or (negative) back.
  void step_wall(Duration by) { wall_ += by; }

  /// The machine is suspended: advances only the wall clock.
  void suspend(Duration by) {
    wall_ += by;
    suspended_ += by;
  }

 private:
  MonotonicTime now_{std::chrono::hours{1000}};
  WallTime wall_{std::chrono::hours{24 * 365 * 50}};
  Duration suspended_{};
  Duration waited_for_cpu_{};
};

}  // namespace peeringd::test

// A clock that stands still until the test moves it.
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
  Duration starved() const noexcept override { return starved_; }

  /// Time passes: both clocks go on.
  void advance(Duration by) {
    now_ += by;
    wall_ += by;
  }

  /// Time passes in which the process wanted a processor and got none.
  void starve(Duration by) {
    advance(by);
    starved_ += by;
  }

  /// Somebody sets the wall clock, forward or (negative) back.
  void step_wall(Duration by) { wall_ += by; }

  /// The machine sleeps: only the wall clock goes on.
  void suspend(Duration by) {
    wall_ += by;
    suspended_ += by;
  }

 private:
  MonotonicTime now_{std::chrono::hours{1000}};
  WallTime wall_{std::chrono::hours{24 * 365 * 50}};
  Duration suspended_{};
  Duration starved_{};
};

}  // namespace peeringd::test

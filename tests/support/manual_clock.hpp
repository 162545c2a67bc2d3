// A clock that stands still until the test moves it.
#pragma once

#include "base/clock.hpp"

namespace peeringd::test {

class ManualClock final : public Clock {
 public:
  MonotonicTime now() const noexcept override { return now_; }
  WallTime wall() const noexcept override { return wall_; }

  /// Time passes: both clocks go on.
  void advance(Duration by) {
    now_ += by;
    wall_ += by;
  }

  /// Somebody sets the wall clock, forward or (negative) back.
  void step_wall(Duration by) { wall_ += by; }

 private:
  MonotonicTime now_{std::chrono::hours{1000}};
  WallTime wall_{std::chrono::hours{24 * 365 * 50}};
};

}  // namespace peeringd::test

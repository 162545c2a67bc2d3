#include "base/clock.hpp"

#include <sys/timex.h>

#include <ctime>

#include "base/run_queue_wait.hpp"

namespace peeringd {

MonotonicTime SystemClock::now() const noexcept {
  return std::chrono::steady_clock::now();
}

WallTime SystemClock::wall() const noexcept {
  return std::chrono::system_clock::now();
}

Duration SystemClock::suspended() const noexcept {
  timespec boot{};
  ::clock_gettime(CLOCK_BOOTTIME, &boot);  // before now(): see the header
  const Duration since_boot = std::chrono::seconds{boot.tv_sec} + Duration{boot.tv_nsec};
  return since_boot - now().time_since_epoch();
}

Duration SystemClock::waited_for_cpu() const noexcept {
  return run_queue_wait();
}

std::optional<bool> kernel_clock_synchronised() noexcept {
  timex status{};  // no modes: only read
  if (::adjtimex(&status) < 0) return std::nullopt;
  return (status.status & STA_UNSYNC) == 0;
}

}  // namespace peeringd

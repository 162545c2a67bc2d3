#include "base/run_queue_wait.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace peeringd {
namespace {

// Belongs to the thread that opened it, whichever thread reads.
class Schedstat {
 public:
  Schedstat() = default;
  Schedstat(const Schedstat&) = delete;
  Schedstat& operator=(const Schedstat&) = delete;
  ~Schedstat() {
    if (file_ >= 0) ::close(file_);
  }

  std::chrono::nanoseconds wait() noexcept {
    // Opens again if no descriptor was available the last time.
    if (file_ < 0) file_ = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    std::array<char, 64> text;
    const ssize_t size = ::pread(file_, text.data(), text.size(), 0);
    const char* const end = text.data() + std::max<ssize_t>(size, 0);
    const char* const second = std::find(std::as_const(text).data(), end, ' ');
    std::chrono::nanoseconds::rep wait = 0;
    if (second != end) std::from_chars(second + 1, end, wait);
    return std::chrono::nanoseconds{wait};
  }

 private:
  int file_ = -1;
};

}  // namespace

std::chrono::nanoseconds run_queue_wait() noexcept {
  thread_local Schedstat schedstat;
  return schedstat.wait();
}

}  // namespace peeringd

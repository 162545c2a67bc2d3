// A preloaded library that steps the clocks of one process: it shifts the results of
// clock_gettime(2) and similar calls, and the kernel's timestamps of packets. The clock of the
// machine is unchanged.
//
// The file named by LAB_CLOCK contains a `Step` and may be rewritten at any time. The wall clock is
// ahead by `wall_before` until the true time `at`, and by `wall_after` from then on, so that a
// packet received before the step keeps its timestamp. `monotonic` shifts CLOCK_MONOTONIC and
// CLOCK_BOOTTIME: time that passed while the process was stopped.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

constexpr std::int64_t second = 1'000'000'000;

// Nanoseconds. Written by tests/lab/lab/clock.py.
struct Step {
  std::atomic<std::int64_t> at;
  std::atomic<std::int64_t> wall_before;
  std::atomic<std::int64_t> wall_after;
  std::atomic<std::int64_t> monotonic;
};

const Step* open_step() {
  static Step none{};
  const char* path = std::getenv("LAB_CLOCK");
  const int file = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return &none;
  void* const memory = ::mmap(nullptr, sizeof(Step), PROT_READ, MAP_SHARED, file, 0);
  ::close(file);
  return memory == MAP_FAILED ? &none : static_cast<const Step*>(memory);
}

const Step& step() {
  static const Step* const opened = open_step();
  return *opened;
}

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

std::int64_t nanoseconds(const timespec& time) {
  return time.tv_sec * second + time.tv_nsec;
}

void shift(timespec& time, std::int64_t by) {
  const std::int64_t shifted = nanoseconds(time) + by;
  time.tv_sec = shifted / second;
  time.tv_nsec = shifted % second;
}

void shift_wall(timespec& time) {
  const bool after = nanoseconds(time) >= step().at;
  shift(time, after ? step().wall_after : step().wall_before);
}

// Software timestamps of SO_TIMESTAMPING use the wall clock.
void shift_stamps(msghdr& message) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPING) continue;
    scm_timestamping stamps{};
    std::memcpy(&stamps, CMSG_DATA(header), sizeof stamps);
    timespec& software = stamps.ts[0];
    if (software.tv_sec == 0 && software.tv_nsec == 0) continue;
    shift_wall(software);
    std::memcpy(CMSG_DATA(header), &stamps, sizeof stamps);
  }
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static const auto real = next<int (*)(clockid_t, timespec*)>("clock_gettime");
  const int result = real(clock, time);
  if (result != 0) return result;
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
      shift_wall(*time);
      break;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_BOOTTIME:
      shift(*time, step().monotonic);
      break;
    default:
      break;
  }
  return result;
}

int gettimeofday(timeval* time, void* /*zone*/) noexcept {
  timespec now{};
  const int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}

time_t time(time_t* result) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != nullptr) *result = now.tv_sec;
  return now.tv_sec;
}

ssize_t recvmsg(int socket, msghdr* message, int flags) {
  static const auto real = next<ssize_t (*)(int, msghdr*, int)>("recvmsg");
  const ssize_t size = real(socket, message, flags);
  if (size >= 0) shift_stamps(*message);
  return size;
}

int recvmmsg(int socket, mmsghdr* messages, unsigned count, int flags, timespec* timeout) {
  static const auto real = next<int (*)(int, mmsghdr*, unsigned, int, timespec*)>("recvmmsg");
  const int received = real(socket, messages, count, flags, timeout);
  for (int i = 0; i < received; ++i) shift_stamps(messages[i].msg_hdr);
  return received;
}

}  // extern "C"

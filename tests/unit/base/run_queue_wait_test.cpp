#include "base/run_queue_wait.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <ctime>
#include <filesystem>
#include <thread>

namespace peeringd {
namespace {

void stay_on_one_processor() {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  sched_setaffinity(0, sizeof one, &one);
}

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

TEST(RunQueueWait, GrowsWhileAnotherThreadRuns) {
  if (!std::filesystem::exists("/proc/thread-self/schedstat")) {
    GTEST_SKIP() << "this kernel does not count dropped datagrams";
  }
  stay_on_one_processor();  // shared with the other thread
  std::atomic<bool> done = false;
  std::thread other([&] {
    while (!done) continue;
  });
  const auto before = run_queue_wait();
  // The scheduler alternates long before one thread has run for ten seconds.
  while (run_queue_wait() == before && processor_seconds() < 10) continue;
  const auto after = run_queue_wait();
  done = true;
  other.join();
  EXPECT_GT(after, before);
}

}  // namespace
}  // namespace peeringd

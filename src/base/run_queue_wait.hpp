// How long a thread was kept waiting for a processor: on a busy host, what it was late by.
#pragma once

#include <chrono>

namespace peeringd {

/// How long the calling thread has waited so far, all together, while it had something to do; by
/// the kernel (the second figure of /proc/thread-self/schedstat, which its Documentation/scheduler/
/// sched-stats.rst explains). Zero where the kernel does not count it. Of a halt of the whole
/// machine it knows nothing. A thread keeps one descriptor for it. Any thread; about a microsecond.
std::chrono::nanoseconds run_queue_wait() noexcept;

}  // namespace peeringd

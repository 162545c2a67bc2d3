// How long a thread has waited for a processor, which makes it late on a busy host.
#pragma once

#include <chrono>

namespace peeringd {

/// Total time for which the calling thread was runnable but had no processor, by the kernel (second
/// figure of /proc/thread-self/schedstat; Documentation/scheduler/sched-stats.rst). Zero if the
/// kernel does not count it. Does not include halts of the whole machine. Keeps one descriptor per
/// thread; takes about a microsecond. Any thread.
std::chrono::nanoseconds run_queue_wait() noexcept;

}  // namespace peeringd

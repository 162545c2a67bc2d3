// The report of a floor program: the CPU time of its process per probe.
#pragma once

#include <sys/resource.h>

#include <cstdio>

namespace floor_programs {

/// User and system time of this process so far, in microseconds.
inline double cpu_microseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

/// The one line that the driver reads.
inline void report(double cpu_since, long probes, long answered) {
  std::printf("{\"cpu_us\": %.0f, \"probes\": %ld, \"answered\": %ld}\n",
              cpu_microseconds() - cpu_since, probes, answered);
}

}  // namespace floor_programs

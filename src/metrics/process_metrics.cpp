// The conventional metrics of a process, as all official client libraries name them, from
// /proc/self (proc(5)). What cannot be read is left out.
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "metrics/families.hpp"

namespace peeringd {
namespace {

void add_gauge(Families& families, const char* name, const char* help, double value) {
  families.push_back(single_gauge({name, help}, value));
}

// Fields of /proc/self/stat from the third on, as the second may hold blanks and parentheses.
struct ProcessStat {
  double cpu_ticks = 0;
  double start_ticks = 0;  // since boot
  double threads = 0;
  double virtual_bytes = 0;
  double resident_pages = 0;
};

std::optional<ProcessStat> read_stat() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(name_end + 1));
  std::string state;
  fields >> state;
  std::vector<double> numbers;  // from the fourth field (ppid) on
  for (double number = 0; fields >> number;) numbers.push_back(number);
  if (numbers.size() < 21) return std::nullopt;
  return ProcessStat{numbers[10] + numbers[11], numbers[18], numbers[16], numbers[19], numbers[20]};
}

std::optional<double> boot_time() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("btime ", 0) == 0) return std::stod(line.substr(6));
  }
  return std::nullopt;
}

std::optional<double> open_descriptors() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end;
       !error && entry != end; entry.increment(error)) {
    ++count;
  }
  if (error) return std::nullopt;
  return count - 1;  // the one that reads the folder
}

void append_stat(Families& families) {
  const auto stat = read_stat();
  if (!stat) return;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  families.push_back(single_counter(
      {"process_cpu_seconds_total", "Total user and system CPU time spent in seconds."},
      stat->cpu_ticks / ticks));
  add_gauge(families, "process_virtual_memory_bytes", "Virtual memory size in bytes.",
            stat->virtual_bytes);
  add_gauge(families, "process_resident_memory_bytes", "Resident memory size in bytes.",
            stat->resident_pages * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  add_gauge(families, "process_threads", "Number of OS threads in the process.", stat->threads);
  if (const auto boot = boot_time()) {
    add_gauge(families, "process_start_time_seconds",
              "Start time of the process since unix epoch in seconds.",
              *boot + stat->start_ticks / ticks);
  }
}

}  // namespace

void append_process_metrics(Families& families) {
  append_stat(families);
  if (const auto count = open_descriptors()) {
    add_gauge(families, "process_open_fds", "Number of open file descriptors.", *count);
  }
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    add_gauge(families, "process_max_fds", "Maximum number of open file descriptors.",
              static_cast<double>(limit.rlim_cur));
  }
}

}  // namespace peeringd

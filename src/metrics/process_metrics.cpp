// The standard process metrics of Prometheus client libraries, from /proc/self and the time of the
// boot in /proc/stat (proc(5)). What cannot be read is omitted.
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

#include "metrics/items.hpp"

namespace peeringd {
namespace {

// Fields of /proc/self/stat after the second, which may contain blanks and parentheses.
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

// Read for each page: the kernel moves the time of the boot when the clock is set.
std::optional<double> boot_time() {
  constexpr std::string_view name = "btime ";
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(name)) continue;
    double seconds = 0;
    const auto parsed =
        std::from_chars(line.data() + name.size(), line.data() + line.size(), seconds);
    return parsed.ec == std::errc() ? std::optional(seconds) : std::nullopt;
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
  return count - 1;  // without the one that reads the folder
}

// Read once per page.
struct ProcessItem {
  std::optional<ProcessStat> stat;
  std::optional<double> boot;
  std::optional<double> descriptors;
  std::optional<double> max_descriptors;
  double ticks = 1;  // per second
  double page_bytes = 1;

  Labels labels() const { return {}; }
};

ProcessItem read_process() {
  ProcessItem process{read_stat(), boot_time(), open_descriptors(), std::nullopt};
  process.ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  process.page_bytes = static_cast<double>(::sysconf(_SC_PAGESIZE));
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    process.max_descriptors = static_cast<double>(limit.rlim_cur);
  }
  return process;
}

template <double ProcessStat::*field>
constexpr auto of_stat = [](const ProcessItem& process) {
  return process.stat ? std::optional((*process.stat).*field) : std::nullopt;
};

constexpr Metric<ProcessItem> process_rows[]{
    {Type::Counter, "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
     [](const ProcessItem& process) {
       return process.stat ? std::optional(process.stat->cpu_ticks / process.ticks) : std::nullopt;
     }},
    {Type::Gauge, "process_resident_memory_bytes", "Resident memory size in bytes.",
     [](const ProcessItem& process) {
       return process.stat ? std::optional(process.stat->resident_pages * process.page_bytes)
                           : std::nullopt;
     }},
    {Type::Gauge, "process_start_time_seconds",
     "Start time of the process since unix epoch in seconds.",
     [](const ProcessItem& process) {
       return process.stat && process.boot
                  ? std::optional(*process.boot + process.stat->start_ticks / process.ticks)
                  : std::nullopt;
     }},
    {Type::Gauge, "process_open_fds", "Number of open file descriptors.",
     [](const ProcessItem& process) { return process.descriptors; }},
};

constexpr Metric<ProcessItem> further_process_rows[]{
    {Type::Gauge, "process_virtual_memory_bytes", "Virtual memory size in bytes.",
     of_stat<&ProcessStat::virtual_bytes>},
    {Type::Gauge, "process_threads", "Number of OS threads in the process.",
     of_stat<&ProcessStat::threads>},
    {Type::Gauge, "process_max_fds", "Maximum number of open file descriptors.",
     [](const ProcessItem& process) { return process.max_descriptors; }},
};

}  // namespace

void append_process_metrics(Families& families, const Page& page) {
  const auto item_at = [process = read_process()](std::size_t /*index*/) { return process; };
  append<ProcessItem>(families, process_rows, 1, item_at);
  if (page.has(Detail::all)) append<ProcessItem>(families, further_process_rows, 1, item_at);
}

}  // namespace peeringd

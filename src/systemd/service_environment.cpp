#include "systemd/service_environment.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <numeric>

#include "base/number_from.hpp"

namespace peeringd {
namespace {

using Microseconds = std::chrono::microseconds;

// Longer than any watchdog, and far below the overflow of nanoseconds.
constexpr std::int64_t max_microseconds = Microseconds(std::chrono::hours(24 * 365)).count();

std::optional<std::int64_t> number(const char* text) {
  if (text == nullptr) return std::nullopt;
  return number_from<std::int64_t>(text);
}

}  // namespace

ServiceEnvironment read_service_environment(const std::function<const char*(const char*)>& variable,
                                            int process) {
  ServiceEnvironment environment;
  if (const char* socket = variable("NOTIFY_SOCKET")) environment.notify_socket = socket;

  const auto microseconds = number(variable("WATCHDOG_USEC"));
  const char* watched = variable("WATCHDOG_PID");
  const bool ours = watched == nullptr || number(watched) == process;
  if (ours && microseconds > 0 && microseconds <= max_microseconds) {
    environment.watchdog = Microseconds(*microseconds);
  }
  return environment;
}

std::vector<int> read_inherited_sockets(const std::function<const char*(const char*)>& variable,
                                        int process) {
  constexpr int first = 3;  // SD_LISTEN_FDS_START
  constexpr std::int64_t most = 64;
  const auto count = number(variable("LISTEN_FDS"));
  if (number(variable("LISTEN_PID")) != process || !count || *count < 0 || *count > most) return {};
  std::vector<int> descriptors(static_cast<std::size_t>(*count));
  std::iota(descriptors.begin(), descriptors.end(), first);
  return descriptors;
}

std::vector<int> inherited_sockets() {
  const auto descriptors =
      read_inherited_sockets([](const char* name) { return std::getenv(name); }, ::getpid());
  for (const int descriptor : descriptors) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptors;
}

ServiceEnvironment service_environment() {
  return read_service_environment([](const char* name) { return std::getenv(name); }, ::getpid());
}

}  // namespace peeringd

#include "service/service_environment.hpp"

#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace peeringd {
namespace {

using Microseconds = std::chrono::microseconds;

// Longer than anyone waits, and far from where nanoseconds overflow.
constexpr std::int64_t most_microseconds = Microseconds(std::chrono::hours(24 * 365)).count();

std::optional<std::int64_t> number(const char* text) {
  if (text == nullptr) return std::nullopt;
  const std::string_view digits(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace

ServiceEnvironment read_service_environment(const std::function<const char*(const char*)>& variable,
                                            int process) {
  ServiceEnvironment environment;
  if (const char* socket = variable("NOTIFY_SOCKET")) environment.notify_socket = socket;

  const auto microseconds = number(variable("WATCHDOG_USEC"));
  const char* watched = variable("WATCHDOG_PID");
  const bool ours = watched == nullptr || number(watched) == process;
  if (ours && microseconds > 0 && microseconds <= most_microseconds) {
    environment.watchdog = Microseconds(*microseconds);
  }
  return environment;
}

ServiceEnvironment service_environment() {
  return read_service_environment([](const char* name) { return std::getenv(name); }, ::getpid());
}

}  // namespace peeringd

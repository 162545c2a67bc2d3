// Reads what a service manager (systemd) passes in the environment: the address for notifications,
// the watchdog's time (sd_notify(3)), and listening sockets (sd_listen_fds(3)).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

struct ServiceEnvironment {
  /// NOTIFY_SOCKET: a path, or `@` and an abstract name. Empty: there is no service manager.
  std::string notify_socket;

  /// WATCHDOG_USEC: after a longer silence the manager restarts the service. None: no watchdog.
  std::optional<Duration> watchdog;
};

/// `variable` is getenv(3). A watchdog whose WATCHDOG_PID names another process, or whose time is
/// zero or no number, is none (sd_watchdog_enabled(3)).
ServiceEnvironment read_service_environment(const std::function<const char*(const char*)>& variable,
                                            int process);

/// Returns the listening sockets that the manager has opened for `process` (sd_listen_fds(3)):
/// LISTEN_FDS descriptors, starting with 3. None if LISTEN_PID names another process, or is
/// missing.
std::vector<int> read_inherited_sockets(const std::function<const char*(const char*)>& variable,
                                        int process);

/// Returns those of this process, and sets close-on-exec on them.
std::vector<int> inherited_sockets();

/// Reads the environment of this process.
ServiceEnvironment service_environment();

}  // namespace peeringd

// What a service manager (systemd) tells a service by its environment: where it wants to hear of
// its state, and how often of its life. The protocol is that of sd_notify(3), which promises to
// keep it and invites implementations of one's own; it is three lines of text in a datagram.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

struct ServiceEnvironment {
  /// NOTIFY_SOCKET: a path, or `@` and an abstract name. Empty: nobody listens.
  std::string notify_socket;

  /// WATCHDOG_USEC: with a longer silence the service is taken for hung. None: no watchdog.
  std::optional<Duration> watchdog;
};

/// `variable` is getenv(3). A watchdog is only for the process that WATCHDOG_PID names, when it
/// names one; zero, or what is no number, is none (sd_watchdog_enabled(3)).
ServiceEnvironment read_service_environment(const std::function<const char*(const char*)>& variable,
                                            int process);

/// Listening sockets that the manager has opened for `process` (sd_listen_fds(3)): LISTEN_FDS of
/// them from descriptor 3 on. None where LISTEN_PID names another, or nobody.
std::vector<int> read_inherited_sockets(const std::function<const char*(const char*)>& variable,
                                        int process);

/// Those of this process, from now on not to be inherited by others.
std::vector<int> inherited_sockets();

/// That of this process.
ServiceEnvironment service_environment();

}  // namespace peeringd

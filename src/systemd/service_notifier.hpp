// Notifies the service manager that the service is ready, of its status, and that its loop runs.
// The watchdog is fed by a timer on that loop: if a handler hangs, the manager restarts the
// service.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <string>

#include "systemd/notify_socket.hpp"
#include "systemd/service_environment.hpp"

namespace peeringd {

/// Does nothing without a service manager. Logs only the first failure. Executor's thread
/// only.
class ServiceNotifier {
 public:
  /// `status` returns the line that `systemctl status` shows: one line of UTF-8. The watchdog is
  /// fed only while `works` returns true; null: always.
  ServiceNotifier(const boost::asio::any_io_executor& executor,
                  const ServiceEnvironment& environment, std::function<std::string()> status,
                  std::function<bool()> works = {});

  /// Sends READY=1, and from then on the status and WATCHDOG=1, twice per watchdog time. To be
  /// called at the start and after each reloading().
  void ready();

  /// Sends RELOADING=1, with the time that `Type=notify-reload` requires (sd_notify(3)). ready()
  /// must follow.
  void reloading();

  /// Sends STOPPING=1, and nothing afterwards. Leaves no work in the loop.
  void stopping();

 private:
  void wait();
  void notify(const std::string& assignments);
  bool send(const std::string& message);

  boost::asio::steady_timer timer_;
  Duration period_;
  bool watched_;
  std::function<std::string()> status_;
  std::function<bool()> works_;
  std::optional<NotifySocket> socket_;
  std::string unsent_;  // to be repeated until it is sent
  bool ticking_ = false;
  bool stopping_ = false;
  bool failing_ = false;
};

}  // namespace peeringd

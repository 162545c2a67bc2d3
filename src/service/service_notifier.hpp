// Tells the service manager that the service is ready, how it stands, and that its loop turns. The
// last is a timer on that very loop: when a handler hangs, the manager hears nothing, and restarts.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <string>

#include "service/notify_socket.hpp"
#include "service/service_environment.hpp"

namespace peeringd {

/// Where nobody listens, it does nothing. What cannot be said is logged once and no reason to end.
/// All on the executor's thread.
class ServiceNotifier {
 public:
  /// `status` makes the line that `systemctl status` shows: one line of UTF-8.
  ServiceNotifier(const boost::asio::any_io_executor& executor,
                  const ServiceEnvironment& environment, std::function<std::string()> status);

  /// READY=1, and from then on the status and WATCHDOG=1, twice in the watchdog's time. Also again,
  /// after reloading().
  void ready();

  /// RELOADING=1, with the time that `Type=notify-reload` wants beside it (sd_notify(3)): another
  /// configuration is being loaded. To be followed by ready().
  void reloading();

  /// STOPPING=1. The loop then has nothing left to wait for, and nothing else is said any more.
  void stopping();

 private:
  void wait();
  void tell(const std::string& assignments);
  bool send(const std::string& message);

  boost::asio::steady_timer timer_;
  Duration period_;
  bool watched_;
  std::function<std::string()> status_;
  std::optional<NotifySocket> socket_;
  std::string owed_;  // what has not got through yet
  bool ticking_ = false;
  bool stopping_ = false;
  bool complained_ = false;
};

}  // namespace peeringd

// The way to the service manager: one datagram a message, on a Unix socket.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/descriptor.hpp"

namespace peeringd {

/// One thread at a time.
class NotifySocket {
 public:
  /// `address` as in NOTIFY_SOCKET. It is looked up with each message, as the manager may come back
  /// under the same name after an update of its own. Fails on an address that no Unix socket has.
  static Result<NotifySocket> open(const std::string& address);

  /// Assignments by sd_notify(3), separated by line feeds. Does not wait: a manager whose queue is
  /// full (it is at 512 messages) gets the next one.
  Result<void> send(std::string_view message) const;

 private:
  NotifySocket(Descriptor socket, std::string address);

  Descriptor socket_;
  std::string address_;
};

}  // namespace peeringd

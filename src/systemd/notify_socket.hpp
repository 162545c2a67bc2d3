// Sends messages to the service manager: one datagram of text each, on a Unix socket. The protocol
// is stable and meant to be implemented without a library (sd_notify(3)).
#pragma once

#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace peeringd {

/// One thread at a time.
class NotifySocket {
 public:
  /// `address`: as in NOTIFY_SOCKET. Looked up for each message, as the manager may have been
  /// replaced by an update. Error: it cannot be the address of a Unix socket.
  static Result<NotifySocket> open(const std::string& address);

  /// Sends assignments of sd_notify(3), separated by line feeds. Does not wait: a message is lost
  /// if the manager's queue is full (512 messages).
  Result<void> send(std::string_view message) const;

 private:
  NotifySocket(Descriptor socket, std::string address);

  Descriptor socket_;
  std::string address_;
};

}  // namespace peeringd

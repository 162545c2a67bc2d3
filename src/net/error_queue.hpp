// Entries of a socket's error queue: timestamps of departures, and ICMP errors for packets that
// were sent (IP_RECVERR in ip(7), the kernel's timestamping.rst).
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

struct QueuedError {
  enum class Kind : std::uint8_t {
    departure,   ///< `number` and `timestamp` are set
    icmp_error,  ///< a router or the host reports that a packet was not delivered; the message
                 ///< holds what it quoted
    advice,      ///< another message from a router or the host, such as a redirect: no error
    local,       ///< from the kernel itself, such as "packet too big"
  };
  Kind kind = Kind::local;
  std::uint32_t number = 0;  ///< of the outgoing packet, counted since timestamps were enabled
  std::optional<WallTime> timestamp;
  int error = 0;  ///< errno of an icmp_error: ECONNREFUSED for a closed port, EHOSTUNREACH, …
  std::uint8_t icmp_type = 0;           ///< of an icmp_error and of advice, …
  std::uint8_t icmp_code = 0;           ///< … as in the ICMP header
  std::optional<IpAddress> reporter{};  ///< of these: who sent the message
};

/// Enables ICMP errors in the error queue of a socket of that family. False on failure; errno says
/// why.
bool enable_icmp_errors(int socket, Family family);

/// The opposite; also empties the error queue.
bool disable_icmp_errors(int socket, Family family);

/// Who sent the ICMP error at the head of the queue. None if there is none.
std::optional<IpAddress> reporter_of_error(int socket);

/// Reads the control messages of one entry; nothing if it holds no error.
std::optional<QueuedError> queued_error_in(const msghdr& message);

}  // namespace peeringd

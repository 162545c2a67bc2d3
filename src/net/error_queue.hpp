// What the kernel puts into a socket's error queue: timestamps of departures, and ICMP errors that
// came back for what was sent (ip(7) on IP_RECVERR, the kernel's timestamping.rst).
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
    icmp_error,  ///< a router or the far host says that a packet of ours did not arrive; the
                 ///< message holds what it quoted
    advice,      ///< a router or the far host says something else, as a redirect: no error
    local,       ///< the kernel's own, as a packet too big
  };
  Kind kind = Kind::local;
  std::uint32_t number = 0;  ///< of the outgoing packet, counted since timestamps were enabled
  std::optional<WallTime> timestamp;
  int error = 0;  ///< errno of an icmp_error: ECONNREFUSED for a closed port, EHOSTUNREACH, …
  std::uint8_t icmp_type = 0;  ///< of an icmp_error and of advice, …
  std::uint8_t icmp_code = 0;  ///< … as in the ICMP header
};

/// Has ICMP errors put into the error queue of a socket of that family. False when the kernel
/// refuses; errno says why.
bool enable_icmp_errors(int socket, Family family);

/// Reads the control messages of one entry; none when it has no error in it.
std::optional<QueuedError> queued_error_in(const msghdr& message);

}  // namespace peeringd

// Computes round-trip times from kernel timestamps. These are in CLOCK_REALTIME, which may step
// between a probe and its answer; the arithmetic here removes such steps.
#pragma once

#include <sys/socket.h>

#include <optional>

#include "base/clock.hpp"

namespace peeringd {

/// CLOCK_REALTIME minus CLOCK_MONOTONIC. Constant, within the precision of a clock reading, until
/// somebody sets the clock; slewing affects both.
Duration clock_offset(const Clock& clock);

/// The departure of a probe.
struct Departure {
  MonotonicTime before;               ///< read just before the system call
  Duration offset{};                  ///< clock_offset() just after it
  std::optional<WallTime> timestamp;  ///< the kernel's, when the driver took the packet
};

/// The arrival of its answer.
struct Arrival {
  MonotonicTime read;                 ///< when the process read it, or earlier
  Duration offset{};                  ///< clock_offset() at that time
  std::optional<WallTime> timestamp;  ///< the kernel's, when the packet came in
};

/// Round-trip delay (RFC 2681), never negative. If a timestamp is missing or impossible (the clock
/// was set at that moment), the process's own reading, `before` or `read`, replaces it, so that the
/// result can only be too long.
Duration round_trip(const Departure& departure, const Arrival& arrival);

/// The software timestamp of a message (SO_TIMESTAMPING), if any.
std::optional<WallTime> timestamp_of(const msghdr& message);

/// Enables software timestamps for incoming packets and, in the error queue and numbered from 0,
/// for outgoing ones. False on failure. If no other socket of the host used timestamps before, the
/// first incoming packets may lack them.
bool enable_timestamps(int socket);

/// Restarts the numbering of outgoing timestamps at 0, for use after a packet that was not sent.
bool restart_timestamp_numbers(int socket);

}  // namespace peeringd

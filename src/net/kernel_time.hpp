// Round-trip times from the kernel's timestamps. Those are in CLOCK_REALTIME, which may step
// between a probe and its answer; the arithmetic here keeps a step out of the result.
#pragma once

#include <sys/socket.h>

#include <optional>

#include "base/clock.hpp"

namespace peeringd {

/// CLOCK_REALTIME minus CLOCK_MONOTONIC. Constant, to the precision of a clock reading, until
/// somebody sets the clock: slewing moves both alike.
Duration clock_offset(const Clock& clock);

/// What is known of the departure of a probe.
struct Departure {
  MonotonicTime before;               ///< read just before the system call
  Duration offset{};                  ///< clock_offset() just after it
  std::optional<WallTime> timestamp;  ///< the kernel's, when the driver took the packet
};

/// What is known of the arrival of its answer.
struct Arrival {
  MonotonicTime read;                 ///< when the process read it, at the earliest
  Duration offset{};                  ///< clock_offset() at that time
  std::optional<WallTime> timestamp;  ///< the kernel's, when the packet came in
};

/// The round-trip delay (RFC 2681), never negative. Where a timestamp is missing or cannot be true
/// (the clock was set in the very moment), the process's own reading takes its place: `before`, or
/// `read`, so that the result is at worst too long.
Duration round_trip(const Departure& departure, const Arrival& arrival);

/// The software timestamp that SO_TIMESTAMPING attached to a message, if there is one.
std::optional<WallTime> timestamp_of(const msghdr& message);

/// Asks for software timestamps of what comes in and, by the error queue and numbered from 0, of
/// what goes out. False when the kernel refuses. When no other socket of the host has asked before,
/// what comes in during the next moments may still be without.
bool enable_timestamps(int socket);

/// Starts the numbering of outgoing timestamps at 0 again, for after a packet that did not leave.
bool restart_timestamp_numbers(int socket);

}  // namespace peeringd

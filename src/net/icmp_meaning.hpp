// Distinguishes ICMP messages that report a lost packet from those that only give advice.
#pragma once

#include <cstdint>

#include "model/ip_prefix.hpp"

namespace peeringd {

/// Whether a message of this type and code says that the quoted packet was not delivered.
///  - Yes: destination unreachable, time exceeded and parameter problem, whose senders have
///    discarded the packet (RFC 792; RFC 4443, sections 3.1, 3.3 and 3.4).
///  - No: redirects (the router still forwards the packet), source quench (RFC 6633), "too big"
///    (the kernel learns the path MTU from it; probes are far below any MTU, and a discarded one
///    times out), and unknown types.
bool says_undelivered(Family family, std::uint8_t type, std::uint8_t code);

}  // namespace peeringd

// Which ICMP messages say that a packet did not arrive, and which only give advice for the next
// one.
#pragma once

#include <cstdint>

#include "model/ip_prefix.hpp"

namespace peeringd {

/// Whether a message of this type and code says that the quoted packet was not delivered.
///  - Yes: destination unreachable, time exceeded and parameter problem: who sends one has
///  discarded
///    the packet (RFC 792; RFC 4443 sections 3.1, 3.3 and 3.4).
///  - No: redirects (the router forwards the packet all the same), source quench (RFC 6633), "too
///    big" (the kernel learns the path MTU from it; no probe is near any MTU, and one that is
///    discarded nevertheless runs into its timeout), and every type that is not known here.
bool says_undelivered(Family family, std::uint8_t type, std::uint8_t code);

}  // namespace peeringd

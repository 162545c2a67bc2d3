// What a raw socket gets before the ICMP message: the IPv4 header (RFC 791). Pure.
#pragma once

#include <cstdint>
#include <span>

namespace peeringd {

/// What is behind the IPv4 header and its options, good for as long as the datagram is. Empty where
/// the header is not whole or says less of itself than it has. What does not begin with an IPv4
/// header comes back as it is: raw IPv6 sockets get none, nor does what an error queue quotes, and
/// no type of ICMP message that we look at is mistaken for one.
std::span<const std::uint8_t> behind_ipv4_header(std::span<const std::uint8_t> datagram);

}  // namespace peeringd

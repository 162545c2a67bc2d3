// An address and port in an attribute: MAPPED-ADDRESS, ALTERNATE-SERVER, XOR-MAPPED-ADDRESS
// (RFC 8489 sections 14.1 and 14.2).
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <optional>
#include <span>

namespace peeringd {

using StunAddress = boost::asio::ip::udp::endpoint;

/// Nothing if the family is unknown or the length does not match. An IPv4-mapped IPv6 address,
/// which servers with one socket for both families send, becomes the IPv4 address.
std::optional<StunAddress> read_address(std::span<const std::uint8_t> value);

/// The same for an address XORed with `mask`: the magic cookie and the transaction id, as in the
/// header.
std::optional<StunAddress> read_xor_address(std::span<const std::uint8_t> value,
                                            std::span<const std::uint8_t, 16> mask);

}  // namespace peeringd

// An address and port in an attribute: MAPPED-ADDRESS, ALTERNATE-SERVER, XOR-MAPPED-ADDRESS
// (RFC 8489 sections 14.1 and 14.2).
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <optional>
#include <span>

namespace peeringd {

using StunAddress = boost::asio::ip::udp::endpoint;

/// None when the family is unknown or the length does not fit it. An IPv4-mapped IPv6 address, as
/// servers tell that listen on one socket for both, is the IPv4 address in it.
std::optional<StunAddress> read_address(std::span<const std::uint8_t> value);

/// The same for an address that is XORed with `mask`: the magic cookie and the transaction id, as
/// they stand in the header.
std::optional<StunAddress> read_xor_address(std::span<const std::uint8_t> value,
                                            std::span<const std::uint8_t, 16> mask);

}  // namespace peeringd

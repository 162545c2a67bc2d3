// Builds BGP and BMP messages, valid or not.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace peeringd {

using Bytes = std::vector<std::uint8_t>;

/// Bytes of hexadecimal digits; blanks are skipped.
Bytes from_hex(const std::string& digits);

Bytes joined(std::initializer_list<Bytes> parts);

Bytes u16(std::size_t value);
Bytes u32(std::size_t value);

/// A BGP message with header.
Bytes bgp_message(std::uint8_t type, const Bytes& body);

Bytes update(const Bytes& withdrawn, const Bytes& attributes, const Bytes& announced);

/// A path attribute with a length of two bytes.
Bytes attribute(std::uint8_t code, const Bytes& value);

/// ORIGIN, AS_PATH as one sequence of four-byte numbers, NEXT_HOP.
Bytes attributes_of_path(std::initializer_list<std::uint32_t> numbers);

/// OPEN of `as` with these capabilities, all in one parameter.
Bytes open_message(std::uint16_t as, const Bytes& capabilities);

/// A BMP message; `body` after the common header.
Bytes bmp_message(std::uint8_t type, const Bytes& body);

/// The per-peer header of 10.0.0.11, AS 64501.
Bytes peer_header(std::uint8_t type = 0, std::uint8_t flags = 0, std::uint8_t distinguisher = 0);

Bytes peer_up_body(const Bytes& header, const Bytes& sent, const Bytes& received);

}  // namespace peeringd

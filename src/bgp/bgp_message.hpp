// The header of BGP messages (RFC 4271 section 4.1), and the families that they name. Pure. Any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/byte_reader.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

enum class BgpType : std::uint8_t { open = 1, update = 2, notification = 3, keepalive = 4 };

inline constexpr std::size_t bgp_header_size = 19;

/// Takes one message with its header, as long as its own length field says. Empty, and the reader
/// has failed, if that is impossible. The marker may have any value.
inline std::span<const std::uint8_t> take_bgp_message(ByteReader& reader) {
  ByteReader header = reader;
  header.skip(16);  // marker
  const std::size_t length = header.u16();
  if (!header.ok() || length < bgp_header_size) {
    reader.fail();
    return {};
  }
  return reader.take(length);
}

/// The part after the header, if the message has this type and exactly its length.
inline std::optional<std::span<const std::uint8_t>> bgp_body(std::span<const std::uint8_t> message,
                                                             BgpType type) {
  ByteReader reader(message);
  reader.skip(16);  // marker
  const bool length_fits = reader.u16() == message.size();
  const std::uint8_t its_type = reader.u8();
  if (!reader.ok() || !length_fits || its_type != static_cast<std::uint8_t>(type)) {
    return std::nullopt;
  }
  return reader.rest();
}

/// Reads AFI and SAFI (RFC 4760). Nothing unless they are IPv4 or IPv6 unicast.
inline std::optional<Family> unicast_family(ByteReader& reader) {
  const std::uint16_t afi = reader.u16();
  const std::uint8_t safi = reader.u8();
  if (!reader.ok() || safi != 1 || afi < 1 || afi > 2) return std::nullopt;
  return afi == 1 ? Family::ipv4 : Family::ipv6;
}

}  // namespace peeringd

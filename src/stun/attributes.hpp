// What a STUN message says beyond its header (RFC 8489 section 14): the address that the server saw
// us at, its error, its name. Written for messages from anybody: one pass, no allocation, no
// exception, nothing read beyond the message. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "stun/message.hpp"
#include "stun/stun_address.hpp"

namespace peeringd {

namespace stun_attribute {
inline constexpr std::uint16_t mapped_address = 0x0001;
inline constexpr std::uint16_t message_integrity = 0x0008;
inline constexpr std::uint16_t error_code = 0x0009;
inline constexpr std::uint16_t message_integrity_sha256 = 0x001c;
inline constexpr std::uint16_t xor_mapped_address = 0x0020;
inline constexpr std::uint16_t software = 0x8022;
inline constexpr std::uint16_t alternate_server = 0x8023;
inline constexpr std::uint16_t fingerprint = 0x8028;
}  // namespace stun_attribute

/// One attribute in somebody's buffer.
struct StunAttribute {
  std::uint16_t type = 0;
  std::span<const std::uint8_t> value;  ///< without its padding
};

/// Takes the first attribute off `rest`. None at the end, and at an attribute that runs past it:
/// then `rest` is not empty.
std::optional<StunAttribute> take_attribute(std::span<const std::uint8_t>& rest);

/// The attributes that a client without credentials looks at. Of a type that comes twice the first
/// counts; one whose content has the wrong form counts as absent. The texts are the sender's bytes,
/// perhaps not UTF-8 and perhaps with control characters, and lie in the message's buffer.
struct StunAttributes {
  /// The address and port that the server saw the request come from: XOR-MAPPED-ADDRESS or, from
  /// servers of RFC 3489, MAPPED-ADDRESS, which address translators are known to rewrite.
  std::optional<StunAddress> mapped_address;
  std::optional<StunAddress> alternate_server;
  std::optional<std::uint16_t> error_code;  ///< 300 … 699
  std::string_view error_reason;
  std::string_view software;

  /// The first attribute that must be understood (below 0x8000) and is not known here. A client
  /// then makes nothing of a response but that it came (section 6.3.3).
  std::optional<std::uint16_t> unknown_required;

  /// Whether there was a FINGERPRINT (section 14.7); a wrong one makes no StunAttributes.
  bool fingerprint = false;
};

/// None when an attribute runs past the message, or the FINGERPRINT is wrong or not the last one:
/// the sender or the way has garbled the message. What stands behind MESSAGE-INTEGRITY, or behind
/// MESSAGE-INTEGRITY-SHA256, is passed over (sections 14.5 and 14.6).
std::optional<StunAttributes> read_stun_attributes(const StunMessage& message);

/// The address and port that the server saw us at, when the message is a success response to be
/// believed: well formed, with no wrong FINGERPRINT and no unknown attribute that must be
/// understood.
std::optional<StunAddress> reflexive_address(const StunMessage& message);

}  // namespace peeringd

// The attributes of a STUN message (RFC 8489, section 14): the address that the server saw, its
// error, its name. Safe for hostile messages: one pass, no allocation, no exception, no read beyond
// the message. Any thread.
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

/// One attribute; refers to the message's buffer.
struct StunAttribute {
  std::uint16_t type = 0;
  std::span<const std::uint8_t> value;  ///< without padding
};

/// Removes the first attribute from `rest`. Nothing at the end, or if the attribute extends beyond
/// it; then `rest` is not empty.
std::optional<StunAttribute> take_attribute(std::span<const std::uint8_t>& rest);

/// The attributes that matter to a client without credentials. If a type occurs twice, the first
/// counts; a malformed value counts as absent. The texts are the sender's bytes in the message's
/// buffer: perhaps not UTF-8, perhaps with control characters.
struct StunAttributes {
  /// Address and port that the server saw: XOR-MAPPED-ADDRESS or, from servers of RFC 3489,
  /// MAPPED-ADDRESS, which some NATs rewrite.
  std::optional<StunAddress> mapped_address;
  std::optional<StunAddress> alternate_server;
  std::optional<std::uint16_t> error_code;  ///< 300 … 699
  std::string_view error_reason;
  std::string_view software;

  /// First attribute that must be understood (below 0x8000) but is unknown here. The client must
  /// then ignore the content of the response (section 6.3.3).
  std::optional<std::uint16_t> unknown_required;

  /// True if there was a FINGERPRINT (section 14.7). With a wrong one there are no StunAttributes.
  bool fingerprint = false;
};

/// Nothing if an attribute extends beyond the message, or the FINGERPRINT is wrong or not last: the
/// message is corrupt. Attributes after MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 are ignored
/// (sections 14.5 and 14.6).
std::optional<StunAttributes> read_stun_attributes(const StunMessage& message);

/// Address and port that the server saw, if the message is a valid success response: well formed,
/// without a wrong FINGERPRINT or an unknown attribute that must be understood.
std::optional<StunAddress> reflexive_address(const StunMessage& message);

}  // namespace peeringd

// STUN messages (RFC 8489): the Binding request, which asks a server for the address it sees, and
// the header of the response. Pure; nothing here allocates or throws. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace peeringd {

/// Identifies the request of a response. Must be unpredictable (section 5).
using TransactionId = std::array<std::uint8_t, 12>;

enum class StunClass : std::uint8_t { request, indication, success_response, error_response };

inline constexpr std::uint16_t binding_method = 0x001;
inline constexpr std::uint32_t stun_magic_cookie = 0x2112a442;
inline constexpr std::size_t stun_header_size = 20;

/// A message that refers to the caller's buffer. Its attributes are checked by
/// read_stun_attributes().
struct StunMessage {
  StunClass message_class = StunClass::request;
  std::uint16_t method = 0;  ///< 12 bits
  TransactionId transaction_id{};
  std::span<const std::uint8_t> bytes;  ///< the whole message, a multiple of 4 bytes, header first

  std::span<const std::uint8_t> attributes() const { return bytes.subspan(stun_header_size); }
};

/// Reads the header. Nothing if the datagram is not exactly one STUN message: too short, no magic
/// cookie, or a length other than the header says (section 6.3). Servers of RFC 3489 pass: they
/// return the cookie as part of a transaction id of 128 bits.
std::optional<StunMessage> read_stun_message(std::span<const std::uint8_t> datagram);

/// True if the message answers a Binding request, even with an error.
bool is_binding_response(const StunMessage& message);

/// Without attributes, as WebRTC clients send it, so that every server accepts it. FINGERPRINT
/// would only distinguish STUN from other protocols on the same port (section 7).
using BindingRequest = std::array<std::uint8_t, stun_header_size>;

BindingRequest encode_binding_request(const TransactionId& id);

}  // namespace peeringd

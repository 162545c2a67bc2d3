// STUN messages (RFC 8489) as they stand in a datagram: the Binding request that asks a server from
// where it sees us, and the header of what comes back. Pure; nothing here allocates or throws, and
// any thread may call it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace peeringd {

/// Ties a response to its request. A client chooses it so that nobody can guess it (section 5).
using TransactionId = std::array<std::uint8_t, 12>;

enum class StunClass : std::uint8_t { request, indication, success_response, error_response };

inline constexpr std::uint16_t binding_method = 0x001;
inline constexpr std::uint32_t stun_magic_cookie = 0x2112a442;
inline constexpr std::size_t stun_header_size = 20;

/// A message in somebody's buffer, good for as long as that is. What its attributes are worth is
/// for read_stun_attributes() to say.
struct StunMessage {
  StunClass message_class = StunClass::request;
  std::uint16_t method = 0;  ///< 12 bits
  TransactionId transaction_id{};
  std::span<const std::uint8_t> bytes;  ///< all of it, a multiple of 4 bytes, header first

  std::span<const std::uint8_t> attributes() const { return bytes.subspan(stun_header_size); }
};

/// Reads the header. None when the datagram is not exactly one STUN message: too short, no magic
/// cookie, or of another length than the header says (section 6.3). Servers of RFC 3489 pass:
/// they return the cookie as part of what they take for a transaction id of 128 bits.
std::optional<StunMessage> read_stun_message(std::span<const std::uint8_t> datagram);

/// Whether the message answers a Binding request, be it with an error.
bool is_binding_response(const StunMessage& message);

/// No attribute: this is what WebRTC's clients send, so every server is used to it. FINGERPRINT
/// would tell STUN from other protocols on the same port (section 7), of which there are none.
using BindingRequest = std::array<std::uint8_t, stun_header_size>;

BindingRequest encode_binding_request(const TransactionId& id);

}  // namespace peeringd

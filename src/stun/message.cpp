#include "stun/message.hpp"

#include <algorithm>

#include "stun/bytes.hpp"

namespace peeringd {
namespace {

constexpr std::size_t length_at = 2;
constexpr std::size_t cookie_at = 4;
constexpr std::size_t transaction_id_at = 8;

// The class's two bits lie between the method's twelve (section 5, figure 3).
StunClass class_of(std::uint16_t type) {
  return static_cast<StunClass>((type >> 7 & 2) | (type >> 4 & 1));
}

std::uint16_t method_of(std::uint16_t type) {
  return static_cast<std::uint16_t>((type >> 2 & 0xf80) | (type >> 1 & 0x70) | (type & 0xf));
}

}  // namespace

std::optional<StunMessage> read_stun_message(std::span<const std::uint8_t> datagram) {
  if (datagram.size() < stun_header_size || datagram.size() % 4 != 0) return std::nullopt;
  const std::uint16_t type = get_u16(datagram, 0);
  if ((type & 0xc000) != 0 || get_u32(datagram, cookie_at) != stun_magic_cookie ||
      get_u16(datagram, length_at) != datagram.size() - stun_header_size) {
    return std::nullopt;
  }
  StunMessage message{class_of(type), method_of(type), {}, datagram};
  std::copy_n(datagram.begin() + transaction_id_at, message.transaction_id.size(),
              message.transaction_id.begin());
  return message;
}

bool is_binding_response(const StunMessage& message) {
  return message.method == binding_method &&
         (message.message_class == StunClass::success_response ||
          message.message_class == StunClass::error_response);
}

BindingRequest encode_binding_request(const TransactionId& id) {
  BindingRequest request{0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42};
  std::copy(id.begin(), id.end(), request.begin() + transaction_id_at);
  return request;
}

}  // namespace peeringd

// Writes valid and invalid STUN messages.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "stun/message.hpp"
#include "stun/stun_address.hpp"

namespace peeringd::test {

using Bytes = std::vector<std::uint8_t>;

inline constexpr TransactionId an_id{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

inline constexpr std::uint16_t binding_success = 0x0101;
inline constexpr std::uint16_t binding_error = 0x0111;

/// Appends attributes and updates the length in the header.
class MessageBuilder {
 public:
  explicit MessageBuilder(std::uint16_t type, const TransactionId& id = an_id);

  MessageBuilder& add(std::uint16_t type, const Bytes& value);
  MessageBuilder& add_text(std::uint16_t type, std::string_view text);
  MessageBuilder& add_address(std::uint16_t type, const StunAddress& address);
  MessageBuilder& add_xor_address(const StunAddress& address);
  MessageBuilder& add_error(int code, std::string_view reason);

  /// The checksum is computed bit by bit here, not by the library that the codec uses.
  MessageBuilder& add_fingerprint();

  const Bytes& bytes() const { return bytes_; }

 private:
  void set_length(std::size_t size);
  Bytes bytes_;
};

/// `203.0.113.7` and a port.
StunAddress stun_address(const char* address, std::uint16_t port);

}  // namespace peeringd::test

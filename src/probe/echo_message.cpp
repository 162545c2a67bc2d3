#include "probe/echo_message.hpp"

#include <algorithm>

namespace peeringd {
namespace {

// Layout after the ICMP header.
constexpr std::size_t magic_at = 8;
constexpr std::size_t flight_at = 12;
constexpr std::size_t target_at = 16;
constexpr std::size_t reserved_at = 20;
constexpr std::size_t number_at = 24;
constexpr std::size_t code_at = 32;
constexpr std::array<std::uint8_t, 4> magic{'P', 'E', 'E', 'R'};

constexpr std::size_t min_ip_header = 20;

template <typename T>
void put(EchoMessage& message, std::size_t at, T value) {
  for (std::size_t i = sizeof(T); i-- > 0; value = static_cast<T>(value >> 7 >> 1)) {
    message[at + i] = static_cast<std::uint8_t>(value);
  }
}

template <typename T>
T get(std::span<const std::uint8_t> message, std::size_t at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(static_cast<T>(value << 7 << 1) | message[at + i]);
  }
  return value;
}

}  // namespace

EchoMessage EchoCodec::encode_request(Family family, std::uint16_t identifier,
                                      const ProbeTag& tag) const {
  EchoMessage message{};
  message[0] = echo_request_type(family);
  put(message, 4, identifier);
  put(message, 6, static_cast<std::uint16_t>(tag.flight));
  std::copy(magic.begin(), magic.end(), message.begin() + magic_at);
  put(message, flight_at, tag.flight);
  put(message, target_at, tag.target);
  put(message, reserved_at, std::uint32_t{0});
  put(message, number_at, tag.number);
  const auto code = hash_(std::span(message).subspan(magic_at, code_at - magic_at));
  std::copy(code.begin(), code.end(), message.begin() + code_at);
  return message;
}

std::optional<ProbeTag> EchoCodec::decode(std::uint8_t type,
                                          std::span<const std::uint8_t> message) const {
  if (message.size() < EchoMessage{}.size() || message[0] != type || message[1] != 0) {
    return std::nullopt;
  }
  if (!std::equal(magic.begin(), magic.end(), message.begin() + magic_at)) return std::nullopt;
  const auto code = hash_(message.subspan(magic_at, code_at - magic_at));
  if (!equal_in_constant_time(code, message.subspan<code_at, 8>())) return std::nullopt;
  return ProbeTag{get<std::uint32_t>(message, flight_at), get<std::uint32_t>(message, target_at),
                  get<std::uint64_t>(message, number_at)};
}

std::uint8_t echo_request_type(Family family) {
  return family == Family::ipv4 ? 8 : 128;
}

std::uint8_t echo_reply_type(Family family) {
  return family == Family::ipv4 ? 0 : 129;
}

void set_checksum(EchoMessage& message) {
  put(message, 2, std::uint16_t{0});
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < message.size(); i += 2) sum += get<std::uint16_t>(message, i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  put(message, 2, static_cast<std::uint16_t>(~sum));
}

std::span<const std::uint8_t> ipv4_payload(std::span<const std::uint8_t> datagram) {
  if (datagram.empty() || (datagram[0] >> 4) != 4) return datagram;
  const auto size = static_cast<std::size_t>(datagram[0] & 0x0f) * 4;
  if (size < min_ip_header || size > datagram.size()) return {};
  return datagram.subspan(size);
}

}  // namespace peeringd

#include "stun/stun_address.hpp"

#include <array>

namespace peeringd {
namespace {

constexpr std::size_t family_at = 1;
constexpr std::size_t port_at = 2;
constexpr std::size_t address_at = 4;
constexpr std::uint8_t ipv4 = 1;
constexpr std::uint8_t ipv6 = 2;

template <typename Address>
Address unmasked(std::span<const std::uint8_t> value, std::span<const std::uint8_t, 16> mask) {
  typename Address::bytes_type bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(value[address_at + i] ^ mask[i]);
  }
  return Address(bytes);
}

boost::asio::ip::address in_one_form(const boost::asio::ip::address_v6& address) {
  using namespace boost::asio::ip;
  return address.is_v4_mapped() ? boost::asio::ip::address(make_address_v4(v4_mapped, address))
                                : boost::asio::ip::address(address);
}

}  // namespace

std::optional<StunAddress> read_xor_address(std::span<const std::uint8_t> value,
                                            std::span<const std::uint8_t, 16> mask) {
  using boost::asio::ip::address_v4;
  using boost::asio::ip::address_v6;
  if (value.size() < address_at) return std::nullopt;
  const auto port =
      static_cast<std::uint16_t>((value[port_at] ^ mask[0]) << 8 | (value[port_at + 1] ^ mask[1]));
  if (value[family_at] == ipv4 && value.size() == address_at + address_v4::bytes_type{}.size()) {
    return StunAddress(unmasked<address_v4>(value, mask), port);
  }
  if (value[family_at] == ipv6 && value.size() == address_at + address_v6::bytes_type{}.size()) {
    return StunAddress(in_one_form(unmasked<address_v6>(value, mask)), port);
  }
  return std::nullopt;
}

std::optional<StunAddress> read_address(std::span<const std::uint8_t> value) {
  static constexpr std::array<std::uint8_t, 16> no_mask{};
  return read_xor_address(value, no_mask);
}

}  // namespace peeringd

#include "probe/ip_header.hpp"

namespace peeringd {
namespace {

constexpr std::size_t least_header_size = 20;

}  // namespace

std::span<const std::uint8_t> behind_ipv4_header(std::span<const std::uint8_t> datagram) {
  if (datagram.empty() || (datagram[0] >> 4) != 4) return datagram;
  const auto size = static_cast<std::size_t>(datagram[0] & 0x0f) * 4;
  if (size < least_header_size || size > datagram.size()) return {};
  return datagram.subspan(size);
}

}  // namespace peeringd

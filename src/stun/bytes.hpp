// Numbers in network byte order.
#pragma once

#include <cstdint>
#include <span>

namespace peeringd {

/// The 16 bits at `at`. Requires at + 2 <= bytes.size().
inline std::uint16_t get_u16(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

/// The 32 bits at `at`. Requires at + 4 <= bytes.size().
inline std::uint32_t get_u32(std::span<const std::uint8_t> bytes, std::size_t at) {
  return std::uint32_t{get_u16(bytes, at)} << 16 | get_u16(bytes, at + 2);
}

}  // namespace peeringd

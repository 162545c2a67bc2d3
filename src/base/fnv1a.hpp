// FNV-1a with 64 bits: a fast hash that is the same on every host and in every version. Not for
// data that an attacker chooses. Pure. Any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace peeringd {

inline constexpr std::uint64_t fnv1a_of_nothing = 0xcbf29ce484222325;

/// The hash of `bytes`, or of bytes with the hash `before` and then these.
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t before = fnv1a_of_nothing) {
  for (const char byte : bytes) {
    before = (before ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return before;
}

}  // namespace peeringd

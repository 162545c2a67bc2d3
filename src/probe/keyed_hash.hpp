// SipHash-2-4 under a random key of the process: what nobody else can compute or guess.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace peeringd {

/// A pseudorandom function. Copies share the key. Any thread.
class KeyedHash {
 public:
  using Value = std::array<std::uint8_t, 8>;

  /// Draws a key. Throws std::runtime_error when the system has no randomness to give.
  KeyedHash();

  Value operator()(std::span<const std::uint8_t> data) const;

 private:
  std::array<std::uint8_t, 16> key_{};
};

/// Compares in a time that tells nothing of where the first difference is.
bool equal_in_constant_time(const KeyedHash::Value& a, std::span<const std::uint8_t, 8> b);

}  // namespace peeringd

// SipHash-2-4 with a random key of the process: others can neither compute nor guess its values.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace peeringd {

/// A pseudorandom function. Copies share the key. Any thread.
class KeyedHash {
 public:
  using Value = std::array<std::uint8_t, 8>;

  /// Draws a key. Throws std::runtime_error if the system provides no randomness.
  KeyedHash();

  Value operator()(std::span<const std::uint8_t> data) const;

 private:
  std::array<std::uint8_t, 16> key_{};
};

/// Compares in a time that does not depend on where the first difference is.
bool equal_in_constant_time(const KeyedHash::Value& a, std::span<const std::uint8_t, 8> b);

}  // namespace peeringd

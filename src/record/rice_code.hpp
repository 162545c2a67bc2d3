// Encodes small numbers in few bits (Rice coding): the number divided by 2^k in unary, then the
// remainder in k bits. A number that would be too long in unary is written in a fixed number of
// bits. Internal to this folder.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>

#include "record/varint.hpp"

namespace peeringd {

/// The longest unary part. This many ones, without a zero after them, mean that the number follows
/// in `fixed_bits` bits.
inline constexpr unsigned longest_unary = 12;

/// How many bits a number takes. `fixed_bits` hold every number.
inline std::uint64_t rice_bits(std::uint64_t number, unsigned k, unsigned fixed_bits) {
  const std::uint64_t quotient = number >> k;
  return quotient < longest_unary ? quotient + 1 + k : longest_unary + fixed_bits;
}

/// Appends bits to bytes, the highest of a byte first.
class BitWriter {
 public:
  explicit BitWriter(Bytes& bytes) : bytes_(bytes) {}

  void put(std::uint64_t value, unsigned count) {
    while (count > 0) {
      if (free_ == 0) {
        bytes_.push_back(0);
        free_ = 8;
      }
      const unsigned part = std::min(count, free_);
      count -= part;
      free_ -= part;
      const std::uint64_t bits = value >> count & ((std::uint64_t{1} << part) - 1);
      bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | bits << free_);
    }
  }

  void put_rice(std::uint64_t number, unsigned k, unsigned fixed_bits) {
    const std::uint64_t quotient = number >> k;
    if (quotient >= longest_unary) {
      put((1U << longest_unary) - 1, longest_unary);
      return put(number, fixed_bits);
    }
    const std::uint64_t unary = (2U << quotient) - 2;
    put(unary << k | (number & ((std::uint64_t{1} << k) - 1)),
        static_cast<unsigned>(quotient) + 1 + k);
  }

 private:
  Bytes& bytes_;
  unsigned free_ = 0;  // bits of the last byte
};

/// Reads untrusted bits. Past the end, take() returns zeros and overrun() is true.
class BitReader {
 public:
  explicit BitReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint64_t take(unsigned count) {
    std::uint64_t value = 0;
    while (count > 0) {
      const std::size_t index = position_ / 8;
      const unsigned left = 8 - static_cast<unsigned>(position_ % 8);
      const unsigned part = std::min(count, left);
      const unsigned byte = index < bytes_.size() ? bytes_[index] : 0U;
      value = value << part | (byte >> (left - part) & ((1U << part) - 1));
      count -= part;
      position_ += part;
    }
    return value;
  }

  std::uint64_t take_rice(unsigned k, unsigned fixed_bits) {
    std::uint64_t quotient = 0;
    while (quotient < longest_unary && take(1) == 1) ++quotient;
    if (quotient == longest_unary) return take(fixed_bits);
    return quotient << k | take(k);
  }

  bool overrun() const { return position_ > 8 * bytes_.size(); }

  /// Whether nothing but the padding of the last byte is left.
  bool at_end() const { return !overrun() && 8 * bytes_.size() - position_ < 8; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t position_ = 0;
};

}  // namespace peeringd

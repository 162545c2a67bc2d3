// Numbers in as few bytes as they need: seven bits in each byte, the lowest first, the highest bit
// set in all but the last (LEB128).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace peeringd {

using Bytes = std::vector<std::uint8_t>;

inline void append_varint(Bytes& bytes, std::uint64_t number) {
  while (number >= 0x80) {
    bytes.push_back(static_cast<std::uint8_t>(number | 0x80));
    number >>= 7;
  }
  bytes.push_back(static_cast<std::uint8_t>(number));
}

/// Reads numbers from bytes of any origin. Never reads beyond their end.
class VarintReader {
 public:
  explicit VarintReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool at_end() const { return bytes_.empty(); }
  std::span<const std::uint8_t> rest() const { return bytes_; }

  /// The next number; none where there is none, or one above `largest`, or one in more bytes than
  /// it needs.
  std::optional<std::uint64_t> next(std::uint64_t largest) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes_.size() && i < longest; ++i) {
      const std::uint8_t byte = bytes_[i];
      number |= std::uint64_t{byte & 0x7fU} << (7 * i);
      if ((byte & 0x80U) != 0) continue;
      if ((byte == 0 && i > 0) || number > largest) return std::nullopt;
      bytes_ = bytes_.subspan(i + 1);
      return number;
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t longest = 9;  // 63 bits

  std::span<const std::uint8_t> bytes_;
};

}  // namespace peeringd

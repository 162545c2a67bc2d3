// Reads binary messages with numbers in network byte order. Every access is checked: a read beyond
// the end yields zeros or nothing, and the reader has failed from then on. So a parser checks ok()
// once, after it has read a part. Never allocates or throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace peeringd {

class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  /// False once a read went beyond the end. The rest is empty then, so loops over it end.
  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }
  std::size_t size() const { return rest_.size(); }
  std::span<const std::uint8_t> rest() const { return rest_; }

  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }

  /// The next `count` bytes; empty if there are fewer.
  std::span<const std::uint8_t> take(std::size_t count) {
    if (count > rest_.size()) {
      fail();
      return {};
    }
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  void skip(std::size_t count) { take(count); }

  /// Makes the reader fail, as a read beyond the end does.
  void fail() {
    ok_ = false;
    rest_ = {};
  }

 private:
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(size)) value = value << 8 | byte;
    return value;
  }

  std::span<const std::uint8_t> rest_;
  bool ok_ = true;
};

}  // namespace peeringd

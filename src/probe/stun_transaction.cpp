#include "probe/stun_transaction.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace peeringd {
namespace {

// A Feistel cipher of 96 bits: with a pseudorandom function in its rounds, four of them make a
// pseudorandom permutation, even for who may choose what is deciphered (Luby and Rackoff, 1988).
constexpr std::uint8_t rounds = 4;
constexpr int half_bits = 48;
constexpr std::size_t half_bytes = half_bits / 8;

constexpr std::uint64_t mask(int bits) {
  return (std::uint64_t{1} << bits) - 1;
}

std::uint64_t get(std::span<const std::uint8_t, half_bytes> bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

void put(std::span<std::uint8_t, half_bytes> bytes, std::uint64_t value) {
  for (std::size_t i = half_bytes; i-- > 0; value >>= 8) {
    bytes[i] = static_cast<std::uint8_t>(value);
  }
}

}  // namespace

std::uint64_t TransactionCodec::round(std::uint8_t number, std::uint64_t half) const {
  std::array<std::uint8_t, 1 + half_bytes> input{number};
  put(std::span(input).subspan<1>(), half);
  const KeyedHash::Value value = hash_(input);
  return get(std::span(value).first<half_bytes>());
}

TransactionId TransactionCodec::encode(const ProbeTag& tag) const {
  std::uint64_t left = std::uint64_t{tag.flight} << target_bits | tag.target;
  std::uint64_t right = tag.number;
  for (std::uint8_t i = 0; i < rounds; ++i) {
    left ^= round(i, right);
    std::swap(left, right);
  }
  TransactionId id;
  put(std::span(id).first<half_bytes>(), left);
  put(std::span(id).last<half_bytes>(), right);
  return id;
}

std::optional<ProbeTag> TransactionCodec::decode(const TransactionId& id) const {
  std::uint64_t left = get(std::span(id).first<half_bytes>());
  std::uint64_t right = get(std::span(id).last<half_bytes>());
  for (std::uint8_t i = rounds; i-- > 0;) {
    std::swap(left, right);
    left ^= round(i, right);
  }
  if (left > mask(flight_bits + target_bits) || right > mask(number_bits)) return std::nullopt;
  return ProbeTag{static_cast<std::uint32_t>(left >> target_bits),
                  static_cast<std::uint32_t>(left & mask(target_bits)), right};
}

}  // namespace peeringd

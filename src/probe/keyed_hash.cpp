#include "probe/keyed_hash.hpp"

#include <sodium/core.h>
#include <sodium/crypto_shorthash.h>
#include <sodium/utils.h>

#include <stdexcept>

namespace peeringd {

KeyedHash::KeyedHash() {
  static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == 8);
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  crypto_shorthash_keygen(key_.data());
}

KeyedHash::Value KeyedHash::operator()(std::span<const std::uint8_t> data) const {
  Value value{};
  crypto_shorthash(value.data(), data.data(), data.size(), key_.data());
  return value;
}

bool equal_in_constant_time(const KeyedHash::Value& a, std::span<const std::uint8_t, 8> b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace peeringd

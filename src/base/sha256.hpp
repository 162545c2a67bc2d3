// SHA-256 (FIPS 180-4), for people who check whether a file has been changed, and which one is in
// use.
#pragma once

#include <sodium/crypto_hash_sha256.h>

#include <string>
#include <string_view>

namespace peeringd {

/// Hashes data that arrives in pieces. One thread at a time.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view data);

  /// The hash of all pieces in hexadecimal: 64 digits. Nothing may be added afterwards.
  std::string hex();

 private:
  crypto_hash_sha256_state state_;
};

/// The hash of `data` in hexadecimal: 64 digits. Any thread.
std::string sha256_hex(std::string_view data);

}  // namespace peeringd

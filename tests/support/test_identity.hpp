// Certificates for tests, in memory.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace peeringd::test {

/// A private key and its certificate for a host name, or for an authority.
struct Identity {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
  std::vector<std::shared_ptr<X509>>
      chain{};  ///< intermediate certificates that a server sends, too
};

/// Valid from a day ago until `valid_for` from now, which may lie in the past. Signed by `issuer`;
/// without one by itself. With a new key on P-256 unless `key` is given.
Identity make_identity(const std::string& name, std::chrono::seconds valid_for,
                       const Identity* issuer = nullptr, std::shared_ptr<EVP_PKEY> key = {});

/// Another certificate for the name and key of a CA, signed by `issuer`.
std::shared_ptr<X509> cross_sign(const Identity& authority, std::chrono::seconds valid_for,
                                 const Identity& issuer);

/// The certificate.
std::string pem_of(const Identity& identity);
/// The private key.
std::string key_pem_of(const Identity& identity);
/// The private key with a passphrase, in PKCS #8 and in the older format that begins with
/// Proc-Type.
std::string encrypted_key_pem_of(const Identity& identity);
std::string legacy_key_pem_of(const Identity& identity);

}  // namespace peeringd::test

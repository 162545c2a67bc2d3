#include "http_client/tls_bounds.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/ssl3.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace peeringd {
namespace {

constexpr int max_rsa_bits = 8192;
constexpr int max_exponent_bits = 17;  // of 65537, the usual exponent

// Binary curves and explicit parameters take several times as long.
constexpr std::array<std::string_view, 8> cheap_curves{
    "prime256v1",      "secp384r1",       "secp521r1",       "secp224r1",
    "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "secp256k1"};

bool is_cheap_rsa(const EVP_PKEY* key) {
  BIGNUM* exponent = nullptr;
  if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1) return false;
  const int exponent_bits = BN_num_bits(exponent);
  BN_free(exponent);
  return EVP_PKEY_get_bits(key) <= max_rsa_bits && exponent_bits <= max_exponent_bits;
}

bool is_on_a_cheap_curve(const EVP_PKEY* key) {
  int written_out = 0;
  EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &written_out);
  std::array<char, 64> name{};
  std::size_t length = 0;
  if (written_out != 0 || EVP_PKEY_get_group_name(key, name.data(), name.size(), &length) != 1) {
    return false;
  }
  return std::ranges::find(cheap_curves, std::string_view(name.data(), length)) !=
         cheap_curves.end();
}

bool is_cheap(const EVP_PKEY* key) {
  if (key == nullptr) return false;
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
      return is_cheap_rsa(key);
    case EVP_PKEY_EC:
      return is_on_a_cheap_curve(key);
    case EVP_PKEY_ED25519:
    case EVP_PKEY_ED448:
      return true;
    default:
      return false;
  }
}

// Removes a number of `size` bytes from the front of `bytes`; 0 if there is none.
std::size_t take_number(std::span<const unsigned char>& bytes, std::size_t size) {
  std::size_t number = 0;
  if (bytes.size() < size) size = bytes.size();
  for (const unsigned char byte : bytes.first(size)) number = number << 8U | byte;
  bytes = bytes.subspan(size);
  return number;
}

void skip_bytes(std::span<const unsigned char>& bytes, std::size_t size) {
  bytes = bytes.subspan(std::min(size, bytes.size()));
}

}  // namespace

bool brings_too_many_certificates(const void* message, std::size_t length, int version) {
  std::span bytes(static_cast<const unsigned char*>(message), length);
  if (length < handshake_head || bytes.front() != SSL3_MT_CERTIFICATE) return false;
  const bool tls13 = version >= TLS1_3_VERSION;
  skip_bytes(bytes, handshake_head);
  if (tls13) skip_bytes(bytes, take_number(bytes, 1));
  take_number(bytes, 3);
  int count = 0;
  while (!bytes.empty() && count <= max_certificates) {
    ++count;
    skip_bytes(bytes, take_number(bytes, 3));
    if (tls13) skip_bytes(bytes, take_number(bytes, 2));
  }
  return count > max_certificates;
}

bool bound_handshakes(SSL_CTX* context) {
  SSL_CTX_set_max_cert_list(context, max_certificate_bytes);
  // TLS 1.2: with ephemeral Diffie-Hellman the server may choose a group of up to 10,000 bits.
  if (SSL_CTX_set_cipher_list(context, "DEFAULT:!DH:!PSK:!SRP:!aDSS") != 1) return false;
  // By default OpenSSL offers TLS 1.3 groups of up to 8192 bits.
  return use_groups(context, {"X25519:P-256:P-384", "P-256:P-384"});
}

bool use_groups(SSL_CTX* context, std::initializer_list<const char*> lists) {
  const bool used = std::ranges::any_of(
      lists, [context](const char* list) { return SSL_CTX_set1_groups_list(context, list) == 1; });
  ERR_clear_error();  // a later call would take them for its own
  return used;
}

bool cheap_to_verify(const STACK_OF(X509) * certificates) {
  const int count = sk_X509_num(certificates);
  if (count > max_certificates) return false;
  for (int i = 0; i < count; ++i) {
    if (!is_cheap(X509_get0_pubkey(sk_X509_value(certificates, i)))) return false;
  }
  return true;
}

}  // namespace peeringd

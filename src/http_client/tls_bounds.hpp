// Limits the computation that a TLS peer can cause: handshakes run on the probing loop and must not
// delay other probes. docs/architecture.md has the measurements.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <initializer_list>

namespace peeringd {

/// Maximum number of handshake messages of a server on one connection, including session tickets,
/// and of their bytes together. An ordinary server sends eight messages.
inline constexpr std::size_t max_handshake_messages = 32;
inline constexpr std::size_t max_handshake_bytes = std::size_t{128} * 1024;

/// Maximum size of all certificates of a server. Microsoft's have 4 to 8 KiB.
inline constexpr long max_certificate_bytes = 32L * 1024;

/// Maximum number of certificates of a server. The longest chains on the Internet have five.
inline constexpr int max_certificates = 10;

/// The type of a handshake message and its length.
inline constexpr std::size_t handshake_head = 4;

/// True for a Certificate message (RFC 8446 and RFC 5246, sections 4.4.2 and 7.4.2) with more than
/// max_certificates. `message` has `length` bytes, of any value.
bool brings_too_many_certificates(const void* message, std::size_t length, int version);

/// Restricts the handshakes of the context to cheap algorithms and rejects messages that are too
/// long: no finite-field Diffie-Hellman, and only the curves X25519 (if OpenSSL has it), P-256 and
/// P-384. False if OpenSSL refuses; the context must then not be used.
bool bound_handshakes(SSL_CTX* context);

/// Restricts the key exchange to the first of these lists that OpenSSL accepts. A list with one
/// unknown name has no effect, and a FIPS provider or a distribution's policy may remove any name.
/// False if OpenSSL accepts none.
bool use_groups(SSL_CTX* context, std::initializer_list<const char*> lists);

/// True if verifying these certificates is cheap: none has an RSA key of more than 8192 bits or
/// with a long exponent, a key on an unusual curve, or a key of another type.
bool cheap_to_verify(const STACK_OF(X509) * certificates);

}  // namespace peeringd
